// The checker: its files, loaded once and held, and the worker that runs it.

const SCRIPTS = ["pyodide.js", "pyodide.asm.mjs"]
const OWN_SCRIPT = "playground-worker.js"
const WASM = "pyodide.asm.wasm"

export class Stopped extends Error {}

export class Checker {
  #base
  #sizes
  #advance
  #held
  #worker
  #ready
  #waiting = new Map()
  #number = 0

  // `sizes` are the bytes of each file at the address `base`; `advance` is called with bytes as they come.
  constructor(base, sizes, advance) {
    this.#base = base
    this.#sizes = sizes
    this.#advance = advance
  }

  // Load and start what is not loaded or started yet.
  start() {
    if (!this.#ready) {
      const ready = (this.#ready = this.#started())
      ready.catch(() => this.#ready === ready && this.stop())
    }
    return this.#ready
  }

  // Ask the program about a payload, and return its answer.
  async ask(question, data) {
    await this.start()
    return this.#post({ question, data })
  }

  // End the worker; what was asked fails with Stopped. The next question starts another one, without any request.
  stop() {
    this.#worker?.terminate()
    this.#worker = this.#ready = undefined
    for (const { reject } of this.#waiting.values()) reject(new Stopped())
    this.#waiting.clear()
  }

  async #started() {
    this.#held ??= await this.#loaded()
    const { script, files, wasm } = this.#held
    // A worker made of a blob has the policy of its page; one made of an address has none.
    const address = URL.createObjectURL(script)
    this.#worker = new Worker(address, { type: "module" })
    this.#worker.onmessage = ({ data }) => this.#answered(data)
    this.#worker.onerror = (event) => {
      this.#fail(new Error(event.message || "the worker could not be started"))
    }
    try {
      await this.#post({ files, wasm })
    } finally {
      URL.revokeObjectURL(address)
    }
  }

  async #loaded() {
    const names = Object.keys(this.#sizes).filter((name) => ![...SCRIPTS, WASM].includes(name))
    const [wasm, own, scripts, contents] = await Promise.all([
      this.#fetched(WASM).then((response) => WebAssembly.compileStreaming(response)),
      fetch(new URL(OWN_SCRIPT, import.meta.url)).then((response) => response.text()),
      Promise.all(SCRIPTS.map(async (name) => (await this.#fetched(name)).text())),
      Promise.all(names.map(async (name) => (await this.#fetched(name)).arrayBuffer())),
    ])
    const files = Object.fromEntries(names.map((name, index) => [name, contents[index]]))
    const script = new Blob([...scripts, own].flatMap((text) => [text, "\n"]), { type: "text/javascript" })
    return { script, files, wasm }
  }

  async #fetched(name) {
    const response = await fetch(new URL(name, this.#base))
    if (!response.ok) throw new Error(`${name}: ${response.status}`)
    const counting = new TransformStream({
      transform: (chunk, out) => {
        this.#advance(chunk.byteLength)
        out.enqueue(chunk)
      },
    })
    const type = name === WASM ? "application/wasm" : "application/octet-stream"
    return new Response(response.body.pipeThrough(counting), { headers: { "Content-Type": type } })
  }

  #post(message) {
    return new Promise((resolve, reject) => {
      const id = ++this.#number
      this.#waiting.set(id, { resolve, reject })
      this.#worker.postMessage({ id, ...message })
    })
  }

  #answered({ id, found, failed }) {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (failed === undefined) waiting?.resolve(found)
    else waiting?.reject(new Error(failed))
  }

  #fail(error) {
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}
