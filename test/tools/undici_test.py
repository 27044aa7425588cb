"""deps/undici/recipe.py: how the files of a package become one script."""

import importlib.util
import pathlib
import sys
import unittest

DEPS = pathlib.Path(__file__).parents[2] / "deps"
sys.path.insert(0, str(DEPS))
spec = importlib.util.spec_from_file_location("undici_recipe",
                                              DEPS / "undici" / "recipe.py")
recipe = importlib.util.module_from_spec(spec)
spec.loader.exec_module(recipe)

from problem import Problem  # noqa: E402


class Bundle(unittest.TestCase):
    def test_names_what_is_required_from_the_root(self):
        script = recipe.bundle({
            "index-fetch.js": "require('./lib/a'); require('node:net')",
            "lib/a.js": 'require("../other")',
            "other/index.js": "1",
            "not-required.js": "2",
        })
        self.assertIn("require('lib/a.js'); require('node:net')", script)
        self.assertIn("require('other/index.js')", script)
        self.assertNotIn("not-required", script)

    def test_is_ascii_and_means_the_same(self):
        self.assertEqual(recipe.escape("'\u00e4\u2019\U0001f600'"),
                         r"'\u00e4\u2019\ud83d\ude00'")

    def test_says_what_is_missing(self):
        with self.assertRaisesRegex(Problem, "index-fetch.js requires ./gone"):
            recipe.bundle({"index-fetch.js": "require('./gone')"})

    def test_is_the_same_whatever_the_order_of_the_files(self):
        texts = {"index-fetch.js": "require('./b'); require('./a')",
                 "a.js": "", "b.js": ""}
        self.assertEqual(recipe.bundle(texts),
                         recipe.bundle(dict(reversed(texts.items()))))


if __name__ == "__main__":
    unittest.main()
