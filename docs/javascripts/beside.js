// A field is lit in the example beside its section, and its section with its name in the example:
// while the pointer or the keyboard is at one of the two, else the one that the address names.
const NAMES = ".sde-beside-example code a"

// In an example that is longer than the window, the name is brought into its part that is seen; the page stays.
const show = (name) => {
  const box = name.closest(".sde-beside-example")
  const around = box.getBoundingClientRect()
  const { top, bottom } = name.getBoundingClientRect()
  if (top < around.top || bottom > around.bottom) box.scrollTop += top - around.top - around.height / 2
}

const light = (id) => {
  for (const node of document.querySelectorAll(".sde-beside .sde-lit")) node.classList.remove("sde-lit")
  const section = id && document.getElementById(id)?.closest(".sde-part")
  if (!section) return
  section.classList.add("sde-lit")
  for (const name of document.querySelectorAll(NAMES)) {
    if (name.hash !== `#${id}` || !leadsHere(name)) continue
    name.classList.add("sde-lit")
    if (name.offsetParent && !name.matches(":hover, :focus")) show(name)
  }
}

const named = () => decodeURIComponent(location.hash.slice(1))

const leadsHere = (name) => name.pathname === location.pathname

const field = (node) => {
  const name = node.closest?.(NAMES)
  if (name) return leadsHere(name) ? decodeURIComponent(name.hash.slice(1)) : undefined
  return node.closest?.(".sde-part")?.querySelector(".sde-field").id
}

for (const kind of ["pointerover", "focusin"]) {
  document.addEventListener(kind, (event) => {
    if (document.querySelector(".sde-beside")) light(field(event.target) ?? named())
  })
}
addEventListener("hashchange", () => light(named()))
addEventListener("load", () => light(named()))
