// A walk over the marks of a chart: by pointer, by arrow keys, or by typing a name. What it says stands in the table.

const SVG = "http://www.w3.org/2000/svg";

for (const figure of document.querySelectorAll("[data-chart]")) {
  const marks = [...figure.querySelectorAll("tr[data-x]")].map((row) => ({
    x: Number(row.dataset.x),
    y: Number(row.dataset.y),
    words: [...row.cells].map((cell) => cell.textContent.trim()).filter(Boolean).join(", "),
  }));
  if (marks.length > 1) walk(figure, figure.querySelector("svg"), marks);
}

function walk(figure, picture, marks) {
  const frame = picture.parentElement;
  const said = document.createElement("p");
  const here = document.createElementNS(SVG, "circle");
  let at = -1;
  said.className = "chart-said";
  said.setAttribute("role", "status");
  here.setAttribute("class", "chart-here");
  here.setAttribute("r", "7");
  frame.after(said);
  said.textContent = figure.dataset.hint ?? "";

  function show(next) {
    at = Math.max(0, Math.min(marks.length - 1, next));
    here.setAttribute("cx", marks[at].x);
    here.setAttribute("cy", marks[at].y);
    if (!here.isConnected) picture.append(here);
    if (said.textContent !== marks[at].words) said.textContent = marks[at].words;
  }

  function nearest(event) {
    const to = picture.getScreenCTM();
    if (!to) return;
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(to.inverse());
    const far = (mark) => Math.abs(mark.x - point.x);
    show(marks.reduce((best, mark, index) => (far(mark) < far(marks[best]) ? index : best), 0));
  }

  picture.addEventListener("pointermove", nearest);
  picture.addEventListener("pointerdown", nearest);
  frame.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: at + 1, ArrowLeft: at < 0 ? 0 : at - 1, Home: 0, End: marks.length - 1 };
    if (!(event.key in steps) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    show(steps[event.key]);
  });
  if (figure.dataset.find) find(figure, said, marks, show);
}

function find(figure, said, marks, show) {
  const label = document.createElement("label");
  const typed = document.createElement("input");
  label.className = "chart-find";
  label.textContent = figure.dataset.find;
  typed.type = "search";
  typed.autocomplete = "off";
  label.append(typed);
  said.before(label);
  typed.addEventListener("input", () => {
    const sought = typed.value.trim().toLowerCase();
    const found = marks.findIndex((mark) => mark.words.toLowerCase().startsWith(sought));
    if (sought && found >= 0) show(found);
  });
}
