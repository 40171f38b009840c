// The end of the worker's script; what is before it is Pyodide, which defines self.loadPyodide and _createPyodideModule.
// All that Pyodide would fetch is given with the first message, so that the worker asks nobody.
let answer

const start = async ({ files, wasm }) => {
  self.fetch = async (address) => new Response(files[String(address).split("/").pop()] ?? null)
  WebAssembly.instantiateStreaming = async (_, imports) => ({
    module: wasm,
    instance: await WebAssembly.instantiate(wasm, imports),
  })
  const python = await self.loadPyodide({
    createPyodideModule: _createPyodideModule,
    indexURL: `${self.location.origin}/`,
    lockFileContents: new TextDecoder().decode(files["pyodide-lock.json"]),
  })
  python.unpackArchive(files["program.zip"], "zip", { extractDir: "/program" })
  python.runPython("import sys; sys.path.insert(0, '/program')")
  const session = python.pyimport("session")
  answer = (question, data) => {
    const bytes = python.toPy(data)
    try {
      return session.answer(JSON.stringify(question), bytes)
    } finally {
      bytes.destroy()
    }
  }
}

const reply = async ({ files, wasm, question, data }) =>
  files ? start({ files, wasm }) : JSON.parse(answer(question, data))

self.onmessage = async ({ data: message }) => {
  try {
    self.postMessage({ id: message.id, found: await reply(message) })
  } catch (error) {
    self.postMessage({ id: message.id, failed: String(error.message ?? error).trim().split("\n").pop() })
  }
}
