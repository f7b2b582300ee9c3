#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# The generator of every coefficient in kernel/elementary. In: names of tables (none: all). Out: each table as C++, with
# its interval, degree and largest relative error after rounding. Needs python3-mpmath. Floor 4, kernel.
#
# Each table is a polynomial p that makes the weighted error w(x) * (p(u(x)) - f(x)) as small as can be (Remez exchange
# on a dense Chebyshev grid). Coefficients are rounded to float or double one by one, the constant one first, and the
# rest is fitted again after each rounding.
import struct
import sys

import mpmath
from mpmath import mp, mpf

mp.dps = 45


def round_to(kind, value):
    code = {"float": "f", "double": "d"}[kind]
    return mpf(struct.unpack(code, struct.pack(code, float(value)))[0])


def shortest(kind, value):
    value = float(value)
    for digits in range(1, 18):
        text = "%.*g" % (digits, value)
        if round_to(kind, float(text)) == mpf(value):
            return text


def solve_reference(reference, basis, target, weight):
    """Coefficients and levelled error on a reference of len(basis) + 1 points."""
    n = len(reference)
    a = mp.matrix(n, n)
    b = mp.matrix(n, 1)
    for row, i in enumerate(reference):
        for k, column in enumerate(basis):
            a[row, k] = column[i] * weight[i]
        a[row, n - 1] = (-1) ** row
        b[row] = target[i] * weight[i]
    solution = mp.lu_solve(a, b)
    return [solution[k] for k in range(n - 1)]


def remez(basis, target, weight):
    """Weighted minimax coefficients over grid indices; basis is a list of columns."""
    points, n = len(target), len(basis)
    reference = [round(i * (points - 1) / n) for i in range(n + 1)]
    best = None
    for _ in range(40):
        c = solve_reference(reference, basis, target, weight)
        error = [(target[i] - sum(ck * column[i] for ck, column in zip(c, basis))) * weight[i] for i in range(points)]
        worst = max(abs(e) for e in error)
        if best is None or worst < best[0]:
            best = (worst, c)
        # the largest error of each run of one sign
        extrema = []
        for i, e in enumerate(error):
            if extrema and (error[extrema[-1]] > 0) == (e > 0):
                if abs(e) > abs(error[extrema[-1]]):
                    extrema[-1] = i
            else:
                extrema.append(i)
        if len(extrema) < n + 1:
            break
        while len(extrema) > n + 1:
            if abs(error[extrema[0]]) < abs(error[extrema[-1]]):
                extrema.pop(0)
            else:
                extrema.pop()
        if extrema == reference or worst <= min(abs(error[i]) for i in extrema) * mpf("1.0001"):
            break
        reference = extrema
    return best[1]


def fit(kind, degree, interval, f, u=lambda x: x, weight=lambda x: mpf(1), refine=6):
    """Rounded coefficients, constant term first, and their largest weighted error."""
    low, high = map(mpf, interval)
    count = 24 * (degree + 2)
    grid = [low + (high - low) * (1 - mp.cos(mp.pi * (2 * i + 1) / (2 * count))) / 2 for i in range(count)]
    target = [f(x) for x in grid]
    weights = [abs(weight(x)) for x in grid]
    arguments = [u(x) for x in grid]
    columns = [[t ** k for t in arguments] for k in range(degree + 1)]
    rest = list(target)
    rounded = []
    free = None
    for k in range(degree + 1):
        if k <= refine:
            free = remez(columns[k:], rest, weights)
        else:
            free = free[1:]
        rounded.append(round_to(kind, free[0]))
        rest = [r - rounded[-1] * t for r, t in zip(rest, columns[k])]
    return rounded, max(abs(r * w) for r, w in zip(rest, weights))


def taylor_guard(function, series):
    """function(x), or series(x) where cancellation would eat the digits."""
    return lambda x: series(x) if abs(x) < mpf("1e-4") else function(x)


# --- the functions ---------------------------------------------------------------------------------------------------
def exp_tail(r):
    """(expm1(r) - r) / r^2"""
    return sum(r ** k / mp.factorial(k + 2) for k in range(40))


def log_tail(f):
    """(log1p(f) - f + f^2/2) / f^3"""
    if abs(f) < mpf("1e-3"):
        return sum((-f) ** k / (k + 3) for k in range(20))
    return (mp.log(1 + f) - f + f * f / 2) / f ** 3


def log_odd(z):
    """(log((1 + s) / (1 - s)) / s - 2) / s^2 with s^2 = z"""
    return sum(2 * z ** k / (2 * k + 3) for k in range(60))


def scaled_erfc(v):
    """exp(v^2) erfc(v)"""
    return mp.exp(v * v) * mp.erfc(v)


def mills(a):
    """exp(a^2/2) Phi(-a)"""
    return scaled_erfc(a / mp.sqrt(2)) / 2


def erf_even(v):
    """erf(v) / v"""
    return mp.erf(v) / v


def erfc_decay(v):
    """-log(erfc(v))"""
    return -mp.log(mp.erfc(v))


HALF_LN2 = mp.log(2) / 2


def tail_table(kind, degree, end, function, k):
    return lambda: fit(kind, degree, (0, end), lambda v: function(v) * (v + k), u=lambda v: (v - k) / (v + k),
                       weight=lambda v: 1 / (function(v) * (v + k)))


def exp_table(kind, degree):
    edge = HALF_LN2 * mpf("1.0005")
    return lambda: fit(kind, degree, (-edge, edge), exp_tail, weight=lambda r: r * r / mp.expm1(r))


def erf_table(kind, degree, end):
    return lambda: fit(kind, degree, (0, end), erf_even, u=lambda v: v * v, weight=lambda v: 1 / erf_even(v))


TABLES = {
    "exp_tail<float>": ("(expm1(r) - r) / r^2 on |r| <= ln2 / 2", exp_table("float", 4)),
    "exp_tail<double>": ("(expm1(r) - r) / r^2 on |r| <= ln2 / 2", exp_table("double", 9)),
    "log_tail<float>": ("(log1p(f) - f + f^2 / 2) / f^3 on [-1/4, 1/2]",
                        lambda: fit("float", 6, (-0.25, 0.5), log_tail, weight=lambda f: f ** 3 / mp.log(1 + f))),
    "log_tail<double>": ("(log((1 + s) / (1 - s)) / s - 2) / s^2 in z = s^2 on [0, 1/25]",
                         lambda: fit("double", 6, (0, mpf(1) / 25), log_odd, weight=lambda z: z / 2)),
    "erf_near<float>": ("erf(v) / v in v^2 on [0, 1]", erf_table("float", 6, 1)),
    "erf_near<double>": ("erf(v) / v in v^2 on [0, 1]", erf_table("double", 12, 1)),
    "erf_far<float>": ("-log(erfc(v)) on [1, 4.1], absolute error times erfc(v)",
                       lambda: fit("float", 7, (1, mpf("4.1")), erfc_decay, weight=mp.erfc)),
    "erfc_tail<float>": ("exp(v^2) erfc(v) (v + 2) in (v - 2) / (v + 2) on [0, 10.1]",
                         tail_table("float", 9, mpf("10.1"), scaled_erfc, 2)),
    "erfc_tail<double>": ("exp(v^2) erfc(v) (v + 3) in (v - 3) / (v + 3) on [0, 27.3]",
                          tail_table("double", 22, mpf("27.3"), scaled_erfc, 3)),
    "cdf_tail<float>": ("exp(a^2 / 2) cdf(-a) (a + 3) in (a - 3) / (a + 3) on [0, 14.5]",
                        tail_table("float", 9, mpf("14.5"), mills, 3)),
    "cdf_tail<double>": ("exp(a^2 / 2) cdf(-a) (a + 4) in (a - 4) / (a + 4) on [0, 38.7]",
                         tail_table("double", 22, mpf("38.7"), mills, 4)),
}


def main(names):
    for name in names or TABLES:
        text, table = TABLES[name]
        kind = name[name.index("<") + 1:-1]
        coefficients, error = table()
        suffix = "f" if kind == "float" else ""
        print(f"/// {text}, degree {len(coefficients) - 1}, relative error {mpmath.nstr(error, 2)}")
        values = [shortest(kind, c) for c in coefficients]
        values = [(v if "." in v or "e" in v else v + ".0") + suffix for v in values]
        print(f"inline constexpr {kind} {name.replace('<', '_').replace('>', '')}[] = {{{', '.join(values)}}};", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
