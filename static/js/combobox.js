// Finding an area by typing: htmx brings the list, this lets one choose from it by keyboard and ear.
// Without it the form is a plain search.

function combobox(form) {
  const input = form.querySelector("input[type=search]");
  const list = form.querySelector("[role=listbox]");
  const status = form.querySelector("[role=status]");
  let current = -1;

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  close();

  const options = () => [...list.querySelectorAll("[role=option]:not([aria-disabled])")];

  function open() {
    list.hidden = list.childElementCount === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
  }

  function close() {
    current = -1;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(index) {
    const all = options();
    if (all.length === 0) return;
    current = (index + all.length) % all.length;
    all.forEach((option, position) => option.setAttribute("aria-selected", String(position === current)));
    input.setAttribute("aria-activedescendant", all[current].id);
    all[current].scrollIntoView({ block: "nearest" });
  }

  function choose(option) {
    if (option?.dataset.href) window.location.assign(option.dataset.href);
  }

  input.addEventListener("keydown", (event) => {
    const shown = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!shown && list.childElementCount) open();
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark(current === -1 && step === -1 ? options().length - 1 : current + step);
      event.preventDefault();
    } else if (event.key === "Enter" && shown && current !== -1) {
      event.preventDefault();
      choose(options()[current]);
    } else if (event.key === "Escape" && shown) {
      event.preventDefault();
      close();
      status.textContent = "";
    } else if (event.key === "Tab") {
      close();
    }
  });

  // The answer may come after the reader has moved on: then it stays closed.
  list.addEventListener("htmx:afterSwap", () => {
    current = -1;
    input.removeAttribute("aria-activedescendant");
    if (document.activeElement === input && input.value.trim()) open();
    else close();
  });

  input.addEventListener("suggested", (event) => {
    status.textContent = event.detail.words;
  });

  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => choose(event.target.closest("[role=option]")));
  input.addEventListener("blur", () => close());
  input.addEventListener("focus", () => {
    if (input.value.trim()) open();
  });
}

for (const form of document.querySelectorAll("[data-combobox]")) combobox(form);
