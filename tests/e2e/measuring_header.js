// What is wrong with the header at the size its letters have now, one sentence each.
() => {
  const found = [];
  const parts = [...document.querySelectorAll(".site-header :is(a, button, summary, span)")].filter((each) =>
    each.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })
    && each.getBoundingClientRect().width > 1 && !each.querySelector("a, button, span"));
  const words = (each) => each.innerText.trim().slice(0, 24);
  parts.forEach((each, place) => {
    const a = each.getBoundingClientRect();
    if (a.left < -0.5 || a.right > innerWidth + 0.5) found.push(`header: 「${words(each)}」 is cut off`);
    if (each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display !== "inline")
      found.push(`header: 「${words(each)}」 does not fit`);
    if (a.width < 3 * parseFloat(getComputedStyle(each).fontSize) && words(each).length > 3)
      found.push(`header: 「${words(each)}」 runs downwards`);
    for (const other of parts.slice(place + 1)) {
      const b = other.getBoundingClientRect();
      if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1)
        found.push(`header: 「${words(each)}」 lies on 「${words(other)}」`);
    }
  });
  if (document.querySelector(".menu") && !parts.some((each) => each.matches(".main-nav__link, .menu__button")))
    found.push("header: no menu");
  return found;
}
