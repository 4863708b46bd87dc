// Titian's own script: conveniences only. Every page works without it.
"use strict";

(function () {
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const writing = (element) => element.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName);

  // "/" goes to the search box, Escape closes an open menu.
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !writing(event.target)) {
      const search = document.querySelector("[data-search]");
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    }
    if (event.key === "Escape") closeMenus(null);
  });

  function closeMenus(inside) {
    all("details[data-menu][open], details.confirm[open]").forEach((menu) => {
      if (inside && menu.contains(inside)) return;
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      menu.open = false;
    });
  }
  document.addEventListener("click", (event) => closeMenus(event.target));

  // A form with changes warns before the page is left.
  document.addEventListener("input", (event) => {
    const form = event.target.closest && event.target.closest("form[data-dirty]");
    if (form) form.dataset.dirty = "yes";
  });
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.dirty) event.target.dataset.dirty = "";
  });
  // A form that saves by itself says so (HX-Trigger: saved).
  document.addEventListener("saved", () => all('form[data-dirty="yes"]').forEach((form) => { form.dataset.dirty = ""; }));
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector('form[data-dirty="yes"]')) {
      event.preventDefault();
      event.returnValue = "";
    }
  });

  // Files dropped anywhere on a dropzone land in its file field; what was chosen is listed.
  function size(bytes) {
    return bytes < 1048576 ? Math.ceil(bytes / 1024) + " KB" : (bytes / 1048576).toFixed(1) + " MB";
  }
  function list(zone, files) {
    const place = zone.querySelector("[data-dropped]");
    if (!place) return;
    place.textContent = "";
    Array.from(files).forEach((file) => {
      const line = document.createElement("li");
      line.textContent = file.name + "（" + size(file.size) + "）";
      place.append(line);
    });
  }
  ["dragover", "dragleave", "drop"].forEach((name) => document.addEventListener(name, (event) => {
    const zone = event.target.closest && event.target.closest("[data-dropzone]");
    if (!zone) return;
    event.preventDefault();
    zone.classList.toggle("over", name === "dragover");
    const field = zone.querySelector('input[type="file"]');
    if (name !== "drop" || !field || !event.dataTransfer.files.length) return;
    const kept = new DataTransfer();
    const dropped = Array.from(event.dataTransfer.files);
    (field.multiple ? dropped : dropped.slice(0, 1)).forEach((file) => kept.items.add(file));
    field.files = kept.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }));
  document.addEventListener("change", (event) => {
    const zone = event.target.closest("[data-dropzone]");
    if (zone && event.target.type === "file") list(zone, event.target.files);
    if (event.target.matches("[data-pick-all]")) {
      all('input[name="pick"]').forEach((box) => { box.checked = event.target.checked; });
    }
    if (event.target.matches('[data-pick-all], input[name="pick"]')) count();
  });

  // Copying: through the clipboard where the browser allows it, else the text is selected and copied the old way.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = document.querySelector(button.dataset.copy);
    const text = "value" in source ? source.value : source.innerText;
    const done = () => { button.textContent = "已复制"; };
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(text).then(done);
    } else {
      const field = document.createElement("textarea");
      field.value = text;
      document.body.append(field);
      field.select();
      if (document.execCommand("copy")) done();
      field.remove();
    }
  });

  function count() {
    const place = document.querySelector("[data-pick-count]");
    if (place) place.textContent = "已选 " + all('input[name="pick"]:checked').length + " 条";
  }

  function ready() {
    all("[data-copy][hidden], [data-pick-all][hidden]").forEach((element) => { element.hidden = false; });
    count();
  }
  document.addEventListener("htmx:afterSwap", ready);
  ready();
  if (document.body.hasAttribute("data-print")) window.addEventListener("load", () => window.print());
})();
