// Says by ear what a page waits for: once when the work changes, not each second when its number does.

const said = document.getElementById("said");

function say() {
  const words = document.querySelector("#progress [data-said]")?.textContent.trim() ?? "";
  if (said && words && said.textContent !== words) said.textContent = words;
}

document.addEventListener("htmx:afterSwap", say);
say();
