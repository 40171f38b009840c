// The version switch keeps the reader at the same field: its links take the page's anchor along.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".sde-versions a")
  if (link) link.hash = location.hash
})
