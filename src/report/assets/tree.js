"use strict";
// Walks through a search tree. Nodes are made when they are first shown, so that large trees cost nothing before.
(() => {
  const data = JSON.parse(document.getElementById("tree-data").textContent);
  const tree = document.getElementById("tree");
  const detail = document.getElementById("detail");
  const notice = document.getElementById("notice");
  const failed = document.getElementById("failed");
  const PAGE = 200;
  const MOST = 5000;
  const SIGNS = {
    proved: "✓", progress: "▸", waiting: "▸", open: "○", exhausted: "∅", irrelevant: "·", rejected: "✗", dead: "†",
    inconclusive: "?", too_deep: "↧", cycle: "↻", untried: "·", in_flight: "·",
  };
  const ORDER = ["proved", "progress", "waiting", "dead", "inconclusive", "too_deep", "cycle", "rejected", "in_flight", "untried"];
  const FAILED = new Set(["rejected", "untried", "in_flight", "cycle", "too_deep"]);
  const nodes = new WeakMap();
  let selected = null;

  const element = (name, className, text) => {
    const it = document.createElement(name);
    if (className) it.className = className;
    if (text !== undefined) it.textContent = text;
    return it;
  };
  const oneLine = (text) => text.split("\n").map((it) => it.trim()).join(" ⏎ ");
  const children = (node) => {
    if (node.goal === undefined) return data.steps[node.step].goals.map((goal) => ({ goal }));
    const rank = (it) => (data.steps[it].won ? -1 : ORDER.indexOf(data.steps[it].state));
    return data.goals[node.goal].steps
      .filter((it) => !failed.checked || !FAILED.has(data.steps[it].state))
      .sort((a, b) => rank(a) - rank(b) || a - b)
      .map((step) => ({ step, on: node.goal }));
  };
  const make = (node, level) => {
    const isGoal = node.goal !== undefined;
    const about = isGoal ? data.goals[node.goal] : data.steps[node.step];
    const item = element("li", `${isGoal ? "goal" : "step"} ${about.state}${about.won ? " won" : ""}`);
    item.setAttribute("role", "treeitem");
    item.setAttribute("aria-level", level);
    item.setAttribute("aria-selected", "false");
    item.tabIndex = -1;
    const label = element("span", "label");
    const text = isGoal ? about.target : about.text;
    label.append(element("span", about.state, `${SIGNS[about.state]} `), element("span", "what", oneLine(text)));
    label.setAttribute("aria-label", `${isGoal ? "goal" : "step"}, ${about.state}: ${oneLine(text)}`);
    item.append(label);
    if (children(node).length > 0) item.setAttribute("aria-expanded", "false");
    nodes.set(item, node);
    return item;
  };
  const list = (item) => item.querySelector(":scope > ul");
  // Shows the next nodes below `item`, all but the last `PAGE` of which are there already.
  const fill = (item, all) => {
    const below = list(item);
    const level = Number(item.getAttribute("aria-level")) + 1;
    const there = below.children.length;
    for (const node of all.slice(there, there + PAGE)) below.append(make(node, level));
    const left = all.length - below.children.length;
    if (left === 0) return;
    const more = element("li", "more");
    more.setAttribute("role", "treeitem");
    more.setAttribute("aria-level", level);
    more.tabIndex = -1;
    more.append(element("span", "label", `${left} more`));
    nodes.set(more, { more: () => { more.remove(); fill(item, all); focus(below.children[there + PAGE]); } });
    below.append(more);
  };
  const expand = (item) => {
    if (item.getAttribute("aria-expanded") !== "false") return;
    item.setAttribute("aria-expanded", "true");
    if (list(item)) {
      list(item).hidden = false;
      return;
    }
    const below = element("ul");
    below.setAttribute("role", "group");
    item.append(below);
    fill(item, children(nodes.get(item)));
  };
  const collapse = (item) => {
    if (item.getAttribute("aria-expanded") !== "true") return;
    item.setAttribute("aria-expanded", "false");
    list(item).hidden = true;
  };
  const fact = (facts, name, value) => {
    if (value !== undefined && value !== null && value !== "") facts.append(element("dt", "", name), element("dd", "", value));
  };
  const show = (node) => {
    const isGoal = node.goal !== undefined;
    const about = isGoal ? data.goals[node.goal] : data.steps[node.step];
    const facts = element("dl");
    fact(facts, isGoal ? "goal" : "verdict", about.state.replace("_", " "));
    detail.replaceChildren(element("h3", about.state, isGoal ? "Goal" : "Step"), facts);
    if (isGoal) {
      detail.append(element("pre", "", about.text));
      fact(facts, "steps", String(about.steps.length));
      if (about.parents > 1) fact(facts, "left by", `${about.parents} steps`);
      return;
    }
    detail.append(element("pre", "", about.text));
    fact(facts, "from", about.source);
    fact(facts, "log-probability", about.log_prob.toFixed(2));
    fact(facts, "leaves", about.goals.length === 0 ? "" : `${about.goals.length} goals`);
    if (about.message) detail.append(element("h3", "", "Message"), element("pre", "message", about.message));
    detail.append(element("h3", "", "On the goal"), element("pre", "", data.goals[node.on].text));
  };
  const focus = (item) => {
    if (!item) return;
    if (selected) {
      selected.tabIndex = -1;
      selected.setAttribute("aria-selected", "false");
    }
    selected = item;
    item.tabIndex = 0;
    item.setAttribute("aria-selected", "true");
    item.focus({ preventScroll: true });
    item.firstElementChild.scrollIntoView({ block: "nearest" });
    if (!nodes.get(item).more) show(nodes.get(item));
  };
  const parent = (item) => item.parentElement.closest("li");
  const next = (item) => {
    if (item.getAttribute("aria-expanded") === "true" && list(item).firstElementChild) return list(item).firstElementChild;
    for (let it = item; it; it = parent(it)) if (it.nextElementSibling) return it.nextElementSibling;
    return null;
  };
  const lastShown = (item) => {
    while (item.getAttribute("aria-expanded") === "true" && list(item).lastElementChild) item = list(item).lastElementChild;
    return item;
  };
  const previous = (item) => (item.previousElementSibling ? lastShown(item.previousElementSibling) : parent(item));
  const keys = {
    ArrowDown: (item) => focus(next(item)),
    ArrowUp: (item) => focus(previous(item)),
    ArrowRight: (item) => (item.getAttribute("aria-expanded") === "true" ? focus(next(item)) : expand(item)),
    ArrowLeft: (item) => (item.getAttribute("aria-expanded") === "true" ? collapse(item) : focus(parent(item))),
    Home: () => focus(tree.firstElementChild),
    End: () => focus(lastShown(tree.firstElementChild)),
    Enter: (item) => toggle(item),
    " ": (item) => toggle(item),
  };
  const toggle = (item) => {
    const { more } = nodes.get(item);
    if (more) more();
    else if (item.getAttribute("aria-expanded") === "true") collapse(item);
    else expand(item);
  };
  tree.addEventListener("keydown", (event) => {
    const item = event.target.closest("li");
    if (!item || !keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    keys[event.key](item);
  });
  tree.addEventListener("click", (event) => {
    const item = event.target.closest("li");
    if (!item) return;
    focus(item);
    toggle(item);
  });
  // Expands what `wanted` wants, from the root on, as far as there is room.
  const grow = (wanted) => {
    let made = 0;
    const todo = [tree.firstElementChild];
    while (todo.length > 0 && made < MOST) {
      const item = todo.shift();
      if (!item.hasAttribute("aria-expanded") || !wanted(nodes.get(item))) continue;
      expand(item);
      const below = [...list(item).children].filter((it) => !nodes.get(it).more);
      made += below.length;
      todo.push(...below);
    }
    notice.textContent = todo.length > 0 ? `the first ${made} nodes are shown; expand others by hand` : "";
  };
  const won = (node) => (node.goal === undefined ? data.steps[node.step].won : data.goals[node.goal].won);
  const restart = () => {
    selected = null;
    const root = make({ goal: 0 }, 1);
    tree.replaceChildren(root);
    root.tabIndex = 0;
    expand(root);
    grow(won);
    show({ goal: 0 });
  };
  document.getElementById("path").addEventListener("click", restart);
  document.getElementById("all").addEventListener("click", () => grow(() => true));
  document.getElementById("none").addEventListener("click", () => collapse(tree.firstElementChild));
  failed.addEventListener("change", restart);
  restart();
})();
