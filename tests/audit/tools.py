"""The Nu HTML checker and Lighthouse over a served site: both from npm, locked in ``requirements/page-audit``."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from audit.measure import Measure
from browser.visits import chromium

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TRIES = 3  # of a page whose speed was not full: another program may have had the processor
OWN_HOST = "-Dnu.validator.servlet.allow-forbidden-hosts=true"  # this machine's address is one to the checker
# A block of JSON-LD is data and never run: HTML, "prepare the script element", ends there before it asks the policy.
# The checker takes it for a script. That no page has a script of its own inside is measured in a browser.
DATA_BLOCK = "Inline script violates Content Security Policy (meta tag)"


def nu(modules: Path, addresses: list[str]) -> Measure:
    """Errors and warnings of the Nu HTML checker, of pages by address (their policy is judged by where they lie)."""
    java, name = shutil.which("java"), "Nu HTML checker, errors and warnings"
    jar = modules / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if not java or not jar.is_file():
        return Measure(name, "0", "did not run", ["needs java and its npm package: see `make audit`"])
    command = [
        java,
        "-Xss4m",
        OWN_HOST,
        "-jar",
        str(jar),
        "--format",
        "json",
        "--stdout",
        "--exit-zero-always",
        *addresses,
    ]
    said = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)["messages"]
    faults = [
        f"{it['url']}: {it.get('subType') or it['type']}: {it['message']} {it.get('extract', '')[:80]!r}"
        for it in said
        if not it["message"].startswith(DATA_BLOCK)
    ]
    return Measure(name, "0", f"{len(faults)} in {len(addresses)} pages", faults)


def lighthouse(modules: Path, pages: dict[str, tuple[str, bool]]) -> Measure:
    """The least of each category over pages: address and whether it asks search engines to stay away, by name."""
    name, goal = "Lighthouse: speed, access, practices, SEO", "100 / 100 / 100 / 100"
    node, script = shutil.which("node"), modules / "lighthouse" / "cli" / "index.js"
    if not node or not script.is_file():
        return Measure(name, goal, "did not run", ["needs node and its npm package: see `make audit`"])
    least, faults = dict.fromkeys(CATEGORIES, 100), []
    for page, (address, hidden) in pages.items():
        scores: dict[str, int] = {}
        why: list[str] = []
        for _ in range(TRIES):
            scores, why = scored(node, script, address, hidden)
            if scores["performance"] == 100:
                break
        least = {key: min(least[key], scores[key]) for key in CATEGORIES}
        if min(scores.values()) < 100:
            faults.append(f"{page}: {' / '.join(str(scores[key]) for key in CATEGORIES)}: {'; '.join(why)}")
    return Measure(name, goal, f"{' / '.join(str(least[key]) for key in CATEGORIES)} in {len(pages)} pages", faults)


def scored(node: str, script: Path, address: str, hidden: bool) -> tuple[dict[str, int], list[str]]:
    """Scores of a page on simulated slow 4G (Lighthouse's own choice for a phone), and what took points away."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.json"
        command = [node, str(script), address, "--quiet", "--output=json", f"--output-path={told}"]
        command += ["--chrome-flags=--headless=new --no-sandbox --disable-gpu", "--disable-full-page-screenshot"]
        command += [f"--only-categories={','.join(CATEGORIES)}"]
        command += ["--skip-audits=is-crawlable"] if hidden else []
        environment = {**os.environ, **({"CHROME_PATH": path} if (path := chromium()) else {})}
        subprocess.run(command, check=True, capture_output=True, env=environment)
        said = json.loads(told.read_text("utf-8"))
    scores = {key: round(100 * (it["score"] or 0)) for key, it in said["categories"].items()}
    why = []
    for it in said["categories"].values():
        for part in it["auditRefs"]:
            audit = said["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 1:
                why.append(f"{part['id']} {audit['score']} {audit.get('displayValue', '')}".strip())
    return scores, why
