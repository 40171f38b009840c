// The playground: what the reader does becomes questions to the checker, its answers become what the page shows.
// All words about a payload are the program's own.
import { Checker, Stopped } from "./playground-checker.js"
import { Editor } from "./playground-editor.js"

const PAUSE = 300
const SHOWN_AFTER = 500
const GZIP = [0x1f, 0x8b]
const SPACES = [9, 10, 13, 32]

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1).replace(".0", "")} MB`

// An element with attributes and content.
const made = (tag, attributes, ...content) => {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...content)
  return element
}

// A sentence of the program, with the names between its backticks as code.
const worded = (sentence) => {
  const parts = sentence.split("`")
  if (parts.length % 2 === 0) return [sentence]
  return parts.map((part, index) => (index % 2 ? made("code", {}, part) : part)).filter((part) => part !== "")
}

class Playground {
  #root
  #editor
  #sizes
  #largest
  #patience
  #loaded = 0
  #examples
  #file = null
  #asked = 0
  #busy = false
  #timer
  #answer = null

  constructor(root) {
    this.#root = root
    this.#sizes = JSON.parse(root.dataset.files)
    this.#largest = Number(root.dataset.largest)
    this.#patience = Number(root.dataset.patience)
    const base = new URL("../playground/runtime/", import.meta.url)
    this.checker = new Checker(base, this.#sizes, (bytes) => this.#advance(bytes))
    this.#editor = new Editor(this.#part("payload"), this.#part("lines"))
    this.#listen()
    this.#offer(fetch(new URL("examples.json", base)).then((response) => response.json()))
    root.hidden = false
    this.#editor.draw()
  }

  #part(name) {
    return this.#root.querySelector(`[data-testid=${name}]`)
  }

  #on(name, event, act) {
    this.#part(name).addEventListener(event, act)
  }

  #listen() {
    this.#on("load", "click", () => this.#load())
    this.#on("payload", "pointerdown", () => this.#load())
    this.#on("payload", "beforeinput", () => this.#begun())
    this.#on("payload", "input", (event) => this.#typed(event))
    this.#on("version", "change", () => this.#chosen())
    this.#on("type", "change", () => this.#later(0))
    this.#on("example", "change", () => this.#example())
    this.#on("open", "click", () => this.#part("file").click())
    this.#on("file", "change", ({ target }) => this.#opened(target.files[0]).then(() => (target.value = "")))
    this.#on("stop", "click", () => this.checker.stop())
    this.#on("copy", "click", () => this.#copy())
    this.#on("fix", "click", () => this.#fixes())
    this.#on("close", "click", () => this.#close())
    this.#root.addEventListener("dragover", (event) => this.#dragged(event))
    this.#root.addEventListener("drop", (event) => this.#opened(this.#dragged(event)))
  }

  // Loading

  async #load() {
    if (this.#part("progress").hidden === false || this.#part("loading").hidden) return
    this.#part("load").hidden = true
    this.#part("progress").hidden = false
    try {
      await this.checker.start()
      this.#part("loading").hidden = true
      if (!this.#busy) this.#say("empty", "The checker is loaded. It needs no network any more.")
    } catch (error) {
      this.#loaded = 0
      this.#part("progress").hidden = true
      this.#part("load").hidden = false
      this.#part("progress-text").textContent = `The checker could not be loaded (${error.message}).`
    }
  }

  #advance(bytes) {
    const total = Object.values(this.#sizes).reduce((sum, size) => sum + size, 0)
    this.#loaded = Math.min(this.#loaded + bytes, total)
    const isComplete = this.#loaded === total
    this.#part("progress").value = this.#loaded / total
    this.#part("progress-text").textContent = isComplete
      ? `${megabytes(total)} loaded; the checker starts …`
      : `Loading the checker: ${megabytes(this.#loaded)} of ${megabytes(total)}`
  }

  // What is to be checked

  async #offer(examples) {
    this.#examples = await examples.catch(() => ({}))
    this.#list()
  }

  // List the examples of the version that is chosen.
  #list() {
    const groups = Object.entries(this.#examples[this.#part("version").value] ?? {})
    const [first] = this.#part("example").options
    this.#part("example").replaceChildren(
      first,
      ...groups.map(([label, texts]) =>
        made("optgroup", { label }, ...Object.keys(texts).map((title) => made("option", {}, title))),
      ),
    )
  }

  #chosen() {
    this.#list()
    this.#later(0)
  }

  #example() {
    const [option] = this.#part("example").selectedOptions
    const group = option.parentElement.label
    if (!group) return
    const text = this.#examples[this.#part("version").value][group][option.value]
    this.#part("type").value = ""
    this.#part("example").selectedIndex = 0
    this.#replace(text, null)
  }

  // Return the file that is dragged, which the browser would open in place of the page; it handles text itself.
  #dragged(event) {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault()
    return event.dataTransfer.files[0]
  }

  async #opened(file) {
    if (!file) return
    if (file.size > this.#largest) return this.#say("empty", `It was not opened: ${this.#tooLarge(file.size, file.name)}`)
    const data = new Uint8Array(await file.arrayBuffer())
    if (GZIP.every((byte, index) => data[index] === byte)) {
      return this.#say("empty", "This is a gzip file: decompress it first, or use the command line.")
    }
    // The bytes of the file are checked, until the text is changed: it may be no UTF-8, and have other line ends.
    this.#replace(new TextDecoder().decode(data), { data, name: file.name })
  }

  #replace(text, file) {
    this.#editor.replace(text)
    this.#file = file
    this.#later(0)
  }

  // The name of a file says how its text is read, and no longer than a part of that text is there.
  #begun() {
    const { selectionStart, selectionEnd, value } = this.#part("payload")
    if (selectionStart === 0 && selectionEnd === value.length) this.#file = null
  }

  #typed({ inputType }) {
    const isEdited = inputType && this.#part("payload").value
    this.#file = this.#file && isEdited ? { name: this.#file.name } : null
    this.#later(PAUSE)
  }

  get #data() {
    return this.#file?.data ?? new TextEncoder().encode(this.#part("payload").value)
  }

  get #question() {
    const question = { version: this.#part("version").value, type: this.#part("type").value || null }
    return this.#file ? { ...question, name: this.#file.name } : question
  }

  // Checking

  #later(pause) {
    this.#asked++ // what is asked for now is about another text
    this.#close()
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#check(), pause)
  }

  async #check() {
    const asked = ++this.#asked
    if (this.#busy) return // what runs now asks again at its end
    const data = this.#data
    if (data.every((byte) => SPACES.includes(byte))) return this.#say("empty", "Nothing to check yet.")
    if (data.length > this.#largest) return this.#say("empty", `Not checked: ${this.#tooLarge(data.length)}`)
    this.#busy = true
    if (!this.#part("loading").hidden) this.#say("empty", "The check begins when the checker is loaded.")
    this.#load()
    try {
      const answer = await this.#answered({ ask: "check", ...this.#question }, data, () => this.#say("empty", "Checking …"))
      if (asked === this.#asked) this.#show(answer)
    } catch (error) {
      this.#say("empty", this.#why(error))
    } finally {
      this.#busy = false
      if (asked !== this.#asked) this.#later(0)
    }
  }

  // Ask the checker; after a while it says so and can be stopped, and in the end it is.
  async #answered(question, data, say) {
    await this.checker.start()
    const timers = [
      setTimeout(() => {
        say()
        this.#part("stop").hidden = false
      }, SHOWN_AFTER),
      setTimeout(() => this.checker.stop(), this.#patience * 1000),
    ]
    try {
      return await this.checker.ask(question, data)
    } finally {
      timers.forEach(clearTimeout)
      this.#part("stop").hidden = true
      if (this.#answer) this.#part("verdict").textContent = this.#answer.verdict
    }
  }

  #why(error) {
    if (!(error instanceof Stopped)) return `The check failed: ${error.message}`
    const limit = `A check ends after ${this.#patience} seconds at most.`
    return `The check was stopped before it was done. ${limit} For a payload that takes longer, use the command line.`
  }

  #tooLarge(size, name = "the payload") {
    return `${name} has ${megabytes(size)}; this page takes at most ${megabytes(this.#largest)}. Use the command line.`
  }

  // Showing

  #say(state, verdict) {
    this.#answer = null
    this.#part("verdict").textContent = verdict
    this.#part("verdict").dataset.state = state
    this.#part("problems").replaceChildren()
    for (const name of ["note", "fix", "copy"]) this.#part(name).hidden = true
    this.#part("done").textContent = ""
    this.#editor.mark(new Map())
  }

  #show(answer) {
    this.#say(answer.state, answer.verdict)
    this.#answer = answer
    this.#part("problems").replaceChildren(...answer.problems.map((problem) => this.#problem(problem)))
    this.#note(answer)
    this.#part("copy").hidden = !answer.problems.length
    this.#part("fix").hidden = !answer.fixable
    const marks = new Map()
    for (const { line, severity } of answer.problems) if (marks.get(line) !== "error") marks.set(line, severity)
    this.#editor.mark(marks)
  }

  #note({ note, unlisted }) {
    const unlistedNote = unlisted ? `${unlisted.toLocaleString("en")} more problems are not listed.` : ""
    const readAs = this.#file && `This is read as the file ${this.#file.name}.`
    this.#part("note").textContent = [readAs, unlistedNote, note].filter(Boolean).join(" ")
    this.#part("note").hidden = !this.#part("note").textContent
  }

  #problem(problem) {
    const { code, severity, line, column, pointer, message, hint, description } = problem
    const place = `${line}:${column}`
    const title = `Select line ${line}, column ${column}`
    const jump = made("button", { type: "button", "aria-label": `${place}: ${title}`, title }, place)
    const link = made("a", { href: `../problems/${code}/` }, code)
    const head = made("p", { class: "sde-play-head" }, jump, " ")
    head.append(made("span", { class: `sde-severity-${severity}` }, severity), " ", link, " ", ...worded(message))
    const item = made("li", { "data-testid": "problem", "data-code": code, "data-pointer": pointer }, head)
    if (hint) item.append(made("p", {}, ...worded(hint)))
    if (pointer) item.append(made("p", { class: "sde-play-at" }, "at ", made("code", {}, pointer)))
    if (description) item.append(made("p", { class: "sde-play-at" }, `${problem.title}: `, ...worded(description)))
    item.addEventListener("click", ({ target }) => {
      if (!target.closest("a")) this.#editor.select(line, column, problem.length)
    })
    return item
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.#answer.report)
      this.#part("done").textContent = "Copied, with values masked."
    } catch {
      this.#open("The browser does not allow copying; select the report and copy it", this.#answer.report.split("\n"))
    }
  }

  // Fixing

  async #fixes() {
    const asked = this.#asked
    try {
      const say = () => (this.#part("verdict").textContent = "Looking for fixes …")
      const answer = await this.#answered({ ask: "fix", ...this.#question }, this.#data, say)
      const { text, diff, what, why, note } = answer
      if (asked !== this.#asked) return
      this.#open([what ?? why, note].filter(Boolean).join("; "), diff ?? [])
      this.#part("apply").hidden = text === undefined
      this.#part("apply").onclick = () => this.#replace(text, this.#file && { name: this.#file.name })
    } catch (error) {
      this.#say("empty", this.#why(error))
    }
  }

  // Open the panel with lines of a diff or report.
  #open(what, lines) {
    this.#part("what").textContent = `${what}.`
    this.#part("apply").hidden = true
    const signs = { "+": "ins", "-": "del" }
    const isHead = /^(---|\+\+\+) /
    const tag = (line) => (isHead.test(line) ? "span" : (signs[line[0]] ?? "span"))
    this.#part("diff").replaceChildren(...lines.flatMap((line) => [made(tag(line), {}, line), "\n"]))
    this.#part("panel").hidden = false
    this.#part("panel").scrollIntoView({ block: "nearest" })
  }

  #close() {
    this.#part("panel").hidden = true
  }
}

for (const root of document.querySelectorAll(".sde-play")) root.playground = new Playground(root)
