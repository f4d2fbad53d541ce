"use strict";
/* Mouse, fingers and keys. */
(function (PG) {
  PG.Hands = class {
    listen() {
      this.net.on("click", ({ nodes, pointer }) => {
        const badge = this.badgeAt(pointer.canvas);
        if (badge) this.toggleFold(badge);
        else if (nodes.length) this.pick(nodes[0]);
        else if (this.selected || this.path) this.select(null);
      });
      this.net.on("doubleClick", ({ nodes }) => nodes.length && this.model.canFold(nodes[0]) && this.toggleFold(nodes[0]));
      this.net.on("hoverNode", ({ node }) => this.status(this.called(this.model.nodes.get(node))));
      const moved = () => {
        this.moved = true;
        this.writeLink();
      };
      this.net.on("dragEnd", moved);
      this.net.on("zoom", () => {
        clearTimeout(this.zooming);
        this.zooming = setTimeout(moved, 300);
      });
      this.stage.addEventListener("keydown", (event) => this.key(event));
      (this.isPage ? document : this.root).addEventListener("keydown", (event) => {
        if (event.key === "Escape" && !event.defaultPrevented && (this.selected || this.path || this.pathFrom)) {
          this.select(null);
          this.stage.focus();
        } else if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
          event.preventDefault();
          this.part("query").focus();
        }
      });
      if (!this.isPage) { // a page scrolls over the picture until it is entered
        this.stage.addEventListener("focusin", () => this.net.setOptions({ interaction: { zoomView: true } }));
        this.stage.addEventListener("focusout", () => this.net.setOptions({ interaction: { zoomView: false } }));
      }
      window.addEventListener("hashchange", () => {
        this.ready = false;
        this.readLink();
        this.redraw();
        this.restore();
      });
      window.addEventListener("beforeprint", () => this.part("paper").replaceChildren(PG.svgPicture(this)));
      window.addEventListener("afterprint", () => this.part("paper").replaceChildren());
    }

    badgeAt(point) {
      return this.shownNodes().map((node) => node.id).find((id) => {
        if (!this.badges.get(id) && !this.unfolded.has(id)) return false;
        const box = PG.badgeBox(this.placeOf(id), this.shape, this.sizeOf(id));
        return point.x >= box.left && point.x <= box.right && point.y >= box.top && point.y <= box.bottom;
      });
    }

    key(event) {
      const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (step) {
        const next = this.beside(step);
        if (next) this.select(next);
      } else if (event.key === "Enter" && this.selected) {
        this.part("panel").querySelector("h2")?.focus();
      } else if (event.key === " " && this.selected && this.model.canFold(this.selected)) {
        this.toggleFold(this.selected);
      } else if (event.key === "+" || event.key === "-") {
        this.net.moveTo({ scale: this.net.getScale() * (event.key === "+" ? 1.25 : 0.8) });
      } else if (event.key === "0") {
        this.fit();
      } else return;
      event.preventDefault();
    }

    /** The nearest card in a direction; without a selected one, the first project or the first card. */
    beside([dx, dy]) {
      const here = this.selected && this.placeOf(this.selected);
      if (!here) return (this.shownNodes().find((node) => node.kind === "Project") || this.shownNodes()[0])?.id;
      let best = null;
      let least = Infinity;
      for (const [id, place] of this.arrangement.places) {
        const ahead = (place.x - here.x) * dx + (place.y - here.y) * dy;
        const aside = Math.abs((place.x - here.x) * dy) + Math.abs((place.y - here.y) * dx);
        if (ahead <= 0) continue;
        const far = ahead + aside * (dx ? 8 : 0.6);
        if (far < least) [best, least] = [id, far];
      }
      return best;
    }
  };
})((window.PlanGraph = window.PlanGraph || {}));
