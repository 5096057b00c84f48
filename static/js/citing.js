// The day on which a page is read belongs into its citation; the page itself is the same for everyone on every day.

const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "long" }).format(new Date());

for (const place of document.querySelectorAll("[data-today]")) place.textContent = day;
