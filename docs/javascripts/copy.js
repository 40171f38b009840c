// <sde-copy> holds a path: it gets a button that copies it. Without this script the path is still there to be read.
customElements.define("sde-copy", class extends HTMLElement {
  connectedCallback() {
    const text = this.textContent
    const button = document.createElement("button")
    button.type = "button"
    button.className = "sde-copy"
    button.textContent = "copy"
    button.setAttribute("aria-label", `Copy ${text}`)
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text)
      button.textContent = "copied"
    })
    this.append(button)
  }
})
