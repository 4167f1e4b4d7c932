// What all parts use. They are parts of one function (policy.py): what one declares the others may use.
const find = (selector, within = document) => within?.querySelector(selector);
const every = (selector, within = document) => [...(within?.querySelectorAll(selector) ?? [])];
const made = (tag, properties) => Object.assign(document.createElement(tag), properties);
const on = (kind, selector, act) => document.addEventListener(kind, (event) => {
  const target = event.target.closest?.(selector);
  if (target) act(target, event);
});
// The path of the page: of several collections each keeps its own.
const SHELF = location.pathname.replace(/\/$/, "");
const in_tab = (name, otherwise) => JSON.parse(sessionStorage.getItem(name)) ?? otherwise;
const keep_in_tab = (name, value) => sessionStorage.setItem(name, JSON.stringify(value));
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const reveal = (element, block) => element.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });
const box = () => find("#question textarea");
const busy = () => Boolean(find("#question .stop-button"));
