// The text area with its line numbers: only the lines in sight are drawn, so that a long text costs no more than a short one.

const LONGEST_TYPED = 200_000

export class Editor {
  #text
  #lines
  #marks = new Map()

  constructor(text, lines) {
    this.#text = text
    this.#lines = lines
    text.addEventListener("scroll", () => this.draw())
    text.addEventListener("input", () => this.draw())
    new ResizeObserver(() => this.draw()).observe(text)
  }

  // Mark lines: by their numbers, "error" or "warning".
  mark(marks) {
    this.#marks = marks
    this.draw()
  }

  // Put in another text. The reader can undo it, except on a touch screen, where a keyboard would come up for it.
  replace(value) {
    const focused = document.activeElement
    if (matchMedia("(pointer: coarse)").matches || !this.#typed(value)) {
      this.#text.value = value
      this.#text.dispatchEvent(new Event("input"))
    }
    this.#text.setSelectionRange(0, 0)
    this.#text.scrollTo(0, 0)
    if (focused.matches("select, input")) focused.focus()
    this.draw()
  }

  // Put in a text as if it were typed; return whether that was done: for a long one it takes too long.
  #typed(value) {
    if (!value || value.length > LONGEST_TYPED) return false
    this.#text.focus({ preventScroll: true })
    this.#text.select()
    return document.execCommand("insertText", false, value)
  }

  // Select so many code points from a line and column on, and bring them into sight.
  select(line, column, length) {
    const rows = this.#text.value.split("\n")
    const before = rows.slice(0, line - 1).reduce((sum, row) => sum + row.length + 1, 0)
    const row = [...(rows[line - 1] ?? "")]
    const first = column - 1 + (line === 1 && row[0] === "\ufeff") // a byte order mark is in no column
    const start = before + row.slice(0, first).join("").length
    const marked = row.slice(first, first + length).join("").length
    this.#text.focus()
    this.#text.setSelectionRange(start, start + marked)
    const height = this.#height()
    this.#text.scrollTop = Math.max(0, (line - 0.5) * height - this.#text.clientHeight / 2)
    this.#text.scrollLeft = Math.max(0, this.#width() * (column + length) - this.#text.clientWidth * 0.7)
    this.draw()
  }

  draw() {
    const height = this.#height()
    const first = Math.floor(this.#text.scrollTop / height)
    const last = Math.min(this.#count(), first + Math.ceil(this.#text.clientHeight / height) + 1)
    const rows = []
    for (let line = first + 1; line <= last; line++) {
      const row = document.createElement("span")
      row.textContent = line
      const mark = this.#marks.get(line)
      if (mark) row.className = `sde-play-${mark}`
      rows.push(row)
    }
    this.#lines.replaceChildren(...rows)
    this.#lines.style.setProperty("--sde-shift", `${first * height - this.#text.scrollTop}px`)
  }

  #count() {
    let count = 1
    for (let at = this.#text.value.indexOf("\n"); at >= 0; at = this.#text.value.indexOf("\n", at + 1)) count++
    return count
  }

  #height() {
    return parseFloat(getComputedStyle(this.#text).lineHeight)
  }

  #width() {
    return parseFloat(getComputedStyle(this.#text).fontSize) * 0.6
  }
}
