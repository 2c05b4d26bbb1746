// What a person would see at a glance, of a page that is open.
({
  // Elements that are wider than the window, or beside it; elements that stand upon their next sibling, or above or below
  // what they are in; and by how much the whole page is too wide.
  misplaced() {
    const isSeen = element => element.getClientRects().length && !element.closest('.skip, .parts thead');
    const box = element => element.getBoundingClientRect();
    const name = element => `${element.tagName} ${element.className} ${element.id}`;
    const seen = [...document.querySelectorAll('.page *')].filter(isSeen);
    const areUpon = (one, other) =>
      Math.min(one.right, other.right) - Math.max(one.left, other.left) > 0.5 &&
      Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 0.5;
    const isBlock = element => !getComputedStyle(element).display.startsWith('inline');
    const isUponNext = element => {
      const next = element.nextElementSibling;
      return next && isSeen(next) && isBlock(element) && areUpon(box(element), box(next));
    };
    const sticksOut = element => {
      const [inner, outer] = [box(element), box(element.parentElement)];
      const scrolls = getComputedStyle(element.parentElement).overflowY === 'auto';
      return isBlock(element) && !scrolls && (inner.top < outer.top - 1 || inner.bottom > outer.bottom + 1);
    };
    return {
      wide: seen.filter(element => box(element).right > innerWidth + 0.5 || box(element).left < -0.5).map(name),
      over: seen.filter(isUponNext).map(name),
      out: seen.filter(sticksOut).map(name),
      page: document.documentElement.scrollWidth - innerWidth,
    };
  },

  // Elements whose text is hard to read: WCAG 2.2, "relative luminance" and "contrast ratio"; 1.4.3 asks for 4.5.
  pale() {
    const numbers = colour => colour.match(/[0-9.]+/g).map(Number);
    const luminance = colour => numbers(colour).slice(0, 3).map(one => one / 255)
      .map(one => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
      .reduce((sum, one, index) => sum + one * [0.2126, 0.7152, 0.0722][index], 0);
    const ground = element => {
      const colour = getComputedStyle(element).backgroundColor;
      return numbers(colour)[3] === 0 && element.parentElement ? ground(element.parentElement) : colour;
    };
    const texts = document.createTreeWalker(document.querySelector('.page'), NodeFilter.SHOW_TEXT);
    const pale = new Set();
    while (texts.nextNode()) {
      const element = texts.currentNode.parentElement;
      if (!texts.currentNode.data.trim() || !element.getClientRects().length) continue;
      const colours = [getComputedStyle(element).color, ground(element)];
      const [low, high] = colours.map(luminance).sort((one, other) => one - other);
      if ((high + 0.05) / (low + 0.05) < 4.5) pale.add(`${element.tagName} ${element.className}`);
    }
    return [...pale];
  },

  // The edges of the first place in an element where a text stands: left, right, top, bottom.
  place(element, text) {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const at = texts.currentNode.data.indexOf(text);
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(texts.currentNode, at);
      range.setEnd(texts.currentNode, at + text.length);
      const { left, right, top, bottom } = range.getBoundingClientRect();
      return [left, right, top, bottom];
    }
    return null;
  },
})
