export default function (config) {
  config.addPassthroughCopy({ "src/site.css": "site.css" });
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  config.addFilter("iso", (date) => date.toISOString());
  const newest = (a, b) => b.date - a.date;
  config.addCollection("newest", (api) => api.getFilteredByGlob("src/posts/*.md").sort(newest));
  for (const topic of ["security", "trade", "connectivity"])
    config.addCollection("about_" + topic, (api) => api.getFilteredByTag(topic).sort(newest));
  return { dir: { input: "src", output: "_site" }, markdownTemplateEngine: false };
}
