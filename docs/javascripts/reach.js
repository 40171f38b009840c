// A table that is wider than its box is scrolled by keyboard, too; the theme sees to that for code alone.
const sizes = new ResizeObserver((changed) => {
  for (const { target: box } of changed) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0
    else box.removeAttribute("tabindex")
  }
})

addEventListener("load", () => {
  for (const box of document.querySelectorAll(".md-typeset__scrollwrap")) sizes.observe(box)
  // The buttons at a code block are no place of the site to go to, as the theme's element says.
  for (const buttons of document.querySelectorAll(".md-code__nav")) buttons.setAttribute("role", "presentation")
})
