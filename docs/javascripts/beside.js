// A field is lit in the example beside its section, and its section with its name in the example:
// while the pointer or the keyboard is at one of the two, else the one that the address names.
const NAMES = ".sde-beside-example code a"

const light = (id) => {
  for (const node of document.querySelectorAll(".sde-beside .sde-lit")) node.classList.remove("sde-lit")
  const section = id && document.getElementById(id)?.closest(".sde-part")
  if (!section) return
  section.classList.add("sde-lit")
  for (const name of document.querySelectorAll(NAMES)) {
    if (name.hash === `#${id}` && name.pathname === location.pathname) name.classList.add("sde-lit")
  }
}

const named = () => decodeURIComponent(location.hash.slice(1))

const field = (node) => {
  const name = node.closest?.(NAMES)
  return name ? decodeURIComponent(name.hash.slice(1)) : node.closest?.(".sde-part")?.querySelector(".sde-field").id
}

for (const kind of ["pointerover", "focusin"]) {
  document.addEventListener(kind, (event) => {
    if (document.querySelector(".sde-beside")) light(field(event.target) ?? named())
  })
}
addEventListener("hashchange", () => light(named()))
addEventListener("load", () => light(named()))
