// A filter above each table of fields, and buttons that copy the rows that it leaves. Nothing is asked of any host.

const textOf = (cell) => cell.textContent.trim()

const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

const asCsv = (rows) => rows.map((cells) => cells.map(quoted).join(",") + "\n").join("")

const asMarkdown = ([headings, ...rows]) => {
  const line = (cells) => `| ${cells.map((text) => text.replaceAll("|", "\\|")).join(" | ")} |\n`
  return [headings, headings.map(() => "---"), ...rows].map(line).join("")
}

// Words have to be found all; what is after a comma may be found instead. A name of the first column means that column.
const matcher = (wanted, names) => {
  const groups = wanted.toLowerCase().split(",").map((group) => group.split(/\s+/).filter(Boolean)).filter((group) => group.length)
  const found = (word, name, text) => (names.has(word) ? name === word : text.includes(word))
  return (name, text) => !groups.length || groups.some((group) => group.every((word) => found(word, name, text)))
}

const made = (tag, values, ...children) => {
  const node = Object.assign(document.createElement(tag), values)
  node.append(...children)
  return node
}

for (const index of document.querySelectorAll(".sde-index")) {
  const table = index.querySelector("table")
  const headings = [...table.tHead.rows[0].cells].map(textOf)
  const rows = [...table.tBodies[0].rows].map((row) => {
    const cells = [...row.cells].map(textOf)
    const worded = cells.map((text, index) => (text ? `${headings[index]} ${text}` : "")) // so that "personal data" and "since 1.1" are found
    return { row, cells, name: cells[0].toLowerCase(), text: worded.join(" ").toLowerCase() }
  })
  const names = new Set(rows.map(({ name }) => name))
  const firstTwo = [...new Set(rows.map(({ cells }) => cells[0]))].slice(0, 2).join(", ")
  const box = made("input", { type: "search", placeholder: firstTwo, autocomplete: "off", spellcheck: false })
  const said = made("span", { role: "status", className: "sde-said" })
  const shown = () => rows.filter(({ row }) => !row.hidden)
  const filter = () => {
    const matches = matcher(box.value, names)
    for (const { row, name, text } of rows) row.hidden = !matches(name, text)
    const how = box.value ? "" : "; all words must be in a row, and a comma means or"
    said.textContent = `${shown().length} of ${rows.length} fields${how}`
  }
  const copy = (written, form) => async () => {
    const cells = shown().map((each) => each.cells)
    try {
      await navigator.clipboard.writeText(written([headings, ...cells]))
      said.textContent = `${cells.length} fields copied as ${form}`
    } catch {
      said.textContent = "The browser does not allow this page to copy. The CSV file is below the table."
    }
  }
  const button = (written, form) => {
    const node = made("button", { type: "button", className: "md-button" }, `Copy as ${form}`)
    node.addEventListener("click", copy(written, form))
    return node
  }
  box.addEventListener("input", filter)
  filter()
  const label = made("label", {}, "Filter", box)
  index.before(made("div", { className: "sde-filter" }, label, button(asCsv, "CSV"), button(asMarkdown, "Markdown"), said))
}
