import unittest, io, importlib, contextvars, locale, gettext, copyreg, re
class T(unittest.TestCase):
    log = []
    @classmethod
    def setUpClass(cls): cls.log.append("class")
    @classmethod
    def tearDownClass(cls): cls.log.append("end")
    def setUp(self): self.addCleanup(self.log.append, "c")
    def test_ok(self): self.assertEqual(1 + 1, 2)
    def test_list(self): self.assertEqual([1, 2, 3], [1, 5, 3, 4])
    def test_dict(self): self.assertEqual({"a": 1}, {"a": 2}, "why")
    def test_str(self): self.assertEqual("one\ntwo", "one\nthree")
    def test_error(self): {}["k"]
    def test_set(self): self.assertEqual({1, 2}, {2, 3})
    def test_raises(self):
        with self.assertRaises(ZeroDivisionError) as cm: 1 / 0
        self.assertIsInstance(cm.exception, ZeroDivisionError)
        self.assertRaises(ValueError, int, "x"); self.assertRaisesRegex(ValueError, "inval", int, "x")
        with self.assertRaises(KeyError): pass
    @unittest.skip("not now")
    def test_skip(self): pass
    @unittest.expectedFailure
    def test_expected(self): self.fail("x")
    @unittest.expectedFailure
    def test_unexpected(self): pass
    def test_sub(self):
        for i in range(3):
            with self.subTest("m", i=i): self.assertNotEqual(i, 1)
    def test_many(self):
        """First line.

        More."""
        self.assertIn(1, [1]); self.assertTrue(1); self.assertIsNone(None); self.assertAlmostEqual(1, 1 + 1e-9); self.assertGreater(2, 1); self.assertRegex("abc", "b"); self.assertCountEqual([1, 2], [2, 1])
        with self.assertLogs("x", "INFO") as cm:
            import logging; logging.getLogger("x").warning("hi")
        self.assertEqual(cm.output, ["WARNING:x:hi"])
        self.assertFalse([0])
for v in (1, 2):
    out = io.StringIO()
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(T)
    r = unittest.TextTestRunner(out, verbosity=v).run(suite)
    text = re.sub(r"in \d+\.\d+s", "in X", out.getvalue())
    text = re.sub(r'  File .*\n(    .*\n)*', "", text)
    print(text); print(r.wasSuccessful(), r.testsRun, len(r.failures), suite.countTestCases(), [t.id() for t, _ in r.skipped])
print(T.log.count("c"), T.log[0], T.log[-1])
for f, a in (("assertIn", (1, [2])), ("assertNotIn", (1, [1])), ("assertIs", (1, 2)), ("assertIsNone", (1,)), ("assertIsNotNone", (None,)), ("assertLess", (2, 1)), ("assertAlmostEqual", (1, 2)), ("assertTrue", (0, "m")), ("assertIsInstance", (1, str)), ("assertCountEqual", ([1, 1], [1])), ("assertRegex", ("a", "b")), ("assertEqual", ("x" * 100 + "a", "x" * 100 + "b")), ("assertEqual", (1, "1")), ("assertTupleEqual", ((1,), [1]))):
    try: getattr(unittest.TestCase(), f)(*a)
    except AssertionError as e: print(f, str(e))
print(importlib.import_module("os.path").join("a", "b"))
v = contextvars.ContextVar("v", default=1); c = contextvars.copy_context(); print(c.run(lambda: (v.set(5), v.get())[1]), v.get()); t = v.set(3); v.reset(t); print(v.get())
print(locale.setlocale(locale.LC_ALL, "C"), locale.format_string("%d", 3), locale.localeconv()["decimal_point"], gettext.gettext("hi"), gettext.ngettext("a", "b", 2))
if __name__ == "__main__":
    try: unittest.main(argv=["x", "T.test_ok"])
    except SystemExit as e: print("exit", e.code)
