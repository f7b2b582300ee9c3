#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# The generator of every coefficient in kernel/elementary. In: names of tables; none: all. Out: each table as C++, with
# its interval, degree and largest error after rounding; all of them, in four minutes, as the header coefficients.hpp.
# Needs python3-mpmath. Floor 4, kernel.
#
# Each table is a polynomial p that makes the weighted error w(x) * (p(u(x)) - f(x)) as small as can be (Remez exchange
# on a dense Chebyshev grid). Coefficients are rounded to float or double one by one, the constant one first, and the
# rest is fitted again after each rounding; tables of float are then polished, a place at a time.
import struct
import sys
import textwrap

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


def exchange(reference, error):
    """The next reference: the largest error of each run of one sign, or, if the runs are too few, one new point."""
    extrema = []
    for i, e in enumerate(error):
        if extrema and (error[extrema[-1]] > 0) == (e > 0):
            if abs(e) > abs(error[extrema[-1]]):
                extrema[-1] = i
        else:
            extrema.append(i)
    while len(extrema) > len(reference):
        extrema.pop(0 if abs(error[extrema[0]]) < abs(error[extrema[-1]]) else -1)
    if len(extrema) == len(reference):
        return extrema
    new = max(range(len(error)), key=lambda i: abs(error[i]))
    right = sum(i < new for i in reference)
    same = [k for k in (right - 1, right) if 0 <= k < len(reference) and (error[reference[k]] > 0) == (error[new] > 0)]
    if same:
        return reference[:same[0]] + [new] + reference[same[0] + 1:]
    return [new] + reference[:-1] if right == 0 else reference[1:] + [new]


def remez(basis, target, weight):
    """Weighted minimax coefficients over grid indices; basis is a list of columns."""
    points, n = len(target), len(basis)
    reference = [round(i * (points - 1) / n) for i in range(n + 1)]
    best = None
    for _ in range(60):
        c = solve_reference(reference, basis, target, weight)
        error = [(target[i] - sum(ck * column[i] for ck, column in zip(c, basis))) * weight[i] for i in range(points)]
        worst = max(abs(e) for e in error)
        if best is None or worst < best[0]:
            best = (worst, c)
        if worst <= min(abs(error[i]) for i in reference) * mpf("1.001"):
            break
        reference = exchange(reference, error)
    return best[1]


def fit(kind, degree, interval, f, u=lambda x: x, weight=lambda x: mpf(1), refine=15):
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
        candidates = [free[1:]] if free else []
        if k <= refine:
            # u^k q(u) alternates where q does: count signs without those of u^k
            for sign in ([-1 if t < 0 and k % 2 else 1 for t in arguments], [1] * count):
                candidates.append(remez([[c * s for c, s in zip(column, sign)] for column in columns[k:]],
                                        [r * s for r, s in zip(rest, sign)], weights))
        free = min(candidates, key=lambda c: largest_error(c, columns[k:], rest, weights))
        rounded.append(round_to(kind, free[0]))
        rest = [r - rounded[-1] * t for r, t in zip(rest, columns[k])]
    if kind == "float":
        rounded = polish(rounded, columns, target, weights)
    return rounded, largest_error(rounded, columns, target, weights)


def polish(rounded, columns, target, weight):
    """Moves one or two float coefficients by one place as long as that helps."""
    rounded = list(rounded)
    while True:
        rest = [float((t - sum(c * column[i] for c, column in zip(rounded, columns))) * w)
                for i, (t, w) in enumerate(zip(target, weight))]
        step = [mpf(2) ** (mp.floor(mp.log(abs(c), 2)) - 23) for c in rounded]
        moves = [(k, d, [float(d * column[i] * w) for i, w in enumerate(weight)])
                 for k, column in enumerate(columns) for d in (step[k], -step[k])]
        best, choice = max(map(abs, rest)) * 0.998, None
        for n, (k, d, change) in enumerate(moves):
            once = [r - c for r, c in zip(rest, change)]
            for other, e, second in [(k, mpf(0), None)] + moves[:n]:
                worst = 0
                for i in range(len(once)):
                    error = abs(once[i] - second[i]) if second else abs(once[i])
                    if error > worst:
                        worst = error
                        if worst >= best:
                            break
                else:
                    best, choice = worst, ((k, d), (other, e))
        if choice is None:
            return rounded
        for k, d in choice:
            rounded[k] += d


def largest_error(coefficients, basis, target, weight):
    return max(abs((t - sum(c * column[i] for c, column in zip(coefficients, basis))) * w)
               for i, (t, w) in enumerate(zip(target, weight)))


def fit_rational(kind, above, below, interval, f, first=1, passes=6):
    """Rounded p and q, q(0) = first, for f = p / q: p - f * (q - 1) = f is fitted, with the weights of the q before."""
    low, high = map(mpf, interval)
    count = 24 * (above + below + 2)
    grid = [low + (high - low) * (1 - mp.cos(mp.pi * (2 * i + 1) / (2 * count))) / 2 for i in range(count)]
    target = [f(z) for z in grid]
    columns = [[z ** k for z in grid] for k in range(above + 1)]
    columns += [[-t * z ** k for z, t in zip(grid, target)] for k in range(1, below + 1)]
    divisor = [mpf(1)] * count
    for _ in range(passes):
        c = remez(columns, target, [1 / (t * d) for t, d in zip(target, divisor)])
        divisor = [1 + sum(a * z ** (k + 1) for k, a in enumerate(c[above + 1:])) for z in grid]
    q = [round_to(kind, first * a) for a in [mpf(1)] + c[above + 1:]]
    value = lambda part, z: sum(a * z ** k for k, a in enumerate(part))
    whole = lambda z: f(z) * value(q, z)  # what the rounding of q costs, p makes good
    p, error = fit(kind, above, interval, whole, weight=lambda z: 1 / whole(z))
    return p, q, error


# --- the functions ---------------------------------------------------------------------------------------------------
def exp_tail(r):
    """(expm1(r) - r) / r^2"""
    return sum(r ** k / mp.factorial(k + 2) for k in range(40))


def log_tail(f):
    """(log1p(f) - f + f^2/2) / f^3"""
    if abs(f) < mpf("1e-3"):
        return sum((-f) ** k / (k + 3) for k in range(20))
    return (mp.log(1 + f) - f + f * f / 2) / f ** 3


def log1p_tail(e):
    """(log1p(e) - e) / e^2"""
    if e < mpf("1e-3"):
        return sum(-(-e) ** k / (k + 2) for k in range(20))
    return (mp.log(1 + e) - e) / e ** 2


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
    """erf(v) / v - 1"""
    return mp.erf(v) / v - 1


def erfc_decay(v):
    """-log(erfc(v))"""
    return -mp.log(mp.erfc(v))


def log_odd_far(z):
    """(log((1 + s) / (1 - s)) / s - 2 - 2 z / 3) / z^2 with s^2 = z"""
    return sum(2 * z ** k / (2 * k + 5) for k in range(60))


def sin_tail(z):
    """(sin(r) - r) / r^3 with r^2 = z"""
    return sum((-1) ** (k + 1) * z ** k / mp.factorial(2 * k + 3) for k in range(20))


def cos_tail(z):
    """(cos(r) - 1 + r^2 / 2) / r^4 with r^2 = z"""
    return sum((-z) ** k / mp.factorial(2 * k + 4) for k in range(20))


def atan_tail(z):
    """(atan(t) - t) / t^3 with t^2 = z"""
    if z < mpf("1e-2"):
        return sum((-1) ** (k + 1) * z ** k / (2 * k + 3) for k in range(25))
    return (mp.atan(mp.sqrt(z)) / mp.sqrt(z) - 1) / z


def tanh_even(z):
    """tanh(t) / t with t^2 = z"""
    return mp.tanh(mp.sqrt(z)) / mp.sqrt(z)


HALF_LN2 = mp.log(2) / 2


def tail_table(kind, degree, end, function, k):
    return lambda: fit(kind, degree, (0, end), lambda v: function(v) * (v + k), u=lambda v: (v - k) / (v + k),
                       weight=lambda v: 1 / (function(v) * (v + k)))


def exp_table(kind, degree):
    edge = HALF_LN2 * mpf("1.0005")
    return lambda: fit(kind, degree, (-edge, edge), exp_tail, weight=lambda r: r * r / mp.expm1(r))


def exp_short_table(kind, degree):
    """For exp itself, not for expm1."""
    edge = HALF_LN2 * mpf("1.0005")
    return lambda: fit(kind, degree, (-edge, edge), exp_tail, weight=lambda r: r * r / mp.exp(r))


def rational_table(part, above, below, end, function, first=1):
    def table():
        *polynomials, error = fit_rational("float", above, below, (0, end), function, mpf(first))
        return polynomials[part], error
    return table


def erf_table(kind, degree, end):
    return lambda: fit(kind, degree, (0, end), erf_even, u=lambda v: v * v, weight=lambda v: 1 / (erf_even(v) + 1))


def circle_table(kind, degree, tail, weight):
    """Beyond pi / 4, for where x is large the quadrant is rounded."""
    end = (mp.pi / 4 * mpf("1.005")) ** 2
    return lambda: fit(kind, degree, (0, end), tail, weight=lambda z: weight(z, mp.sqrt(z)))


def sin_table(kind, degree):
    return circle_table(kind, degree, sin_tail, lambda z, r: z * r / mp.sin(r))


def cos_table(kind, degree):
    return circle_table(kind, degree, cos_tail, lambda z, r: z * z / mp.cos(r))


def atan_table(kind, degree):
    return lambda: fit(kind, degree, (0, 1), atan_tail, weight=lambda z: z * mp.sqrt(z) / mp.atan(mp.sqrt(z)))


CDF_FIRST = mpf("1.375")  # at 0, where roundings show most, the parts are not just above a power of two
TABLES = {
    "exp_tail<float>": ("(expm1(r) - r) / r^2 on |r| <= ln2 / 2", exp_table("float", 4)),
    "exp_tail<double>": ("(expm1(r) - r) / r^2 on |r| <= ln2 / 2", exp_table("double", 9)),
    "exp_short_tail<float>": ("(expm1(r) - r) / r^2 on |r| <= ln2 / 2, error that of exp", exp_short_table("float", 3)),
    "tanh_above<float>": ("tanh(t) / t in t^2 on |t| <= 9.02, numerator",
                          rational_table(0, 4, 4, mpf("9.02") ** 2, tanh_even)),
    "tanh_below<float>": ("the same, denominator", rational_table(1, 4, 4, mpf("9.02") ** 2, tanh_even)),
    "log_tail<float>": ("(log1p(f) - f + f^2 / 2) / f^3 on [-1/4, 1/2]",
                        lambda: fit("float", 6, (-0.25, 0.5), log_tail, weight=lambda f: f ** 3 / mp.log(1 + f))),
    "log_tail<double>": ("(log((1 + s) / (1 - s)) / s - 2) / s^2 in z = s^2 on [0, 1/25]",
                         lambda: fit("double", 6, (0, mpf(1) / 25), log_odd, weight=lambda z: z / 2)),
    "log1p_tail<float>": ("(log1p(e) - e) / e^2 on [0, 1]",
                          lambda: fit("float", 8, (0, 1), log1p_tail, weight=lambda e: e * e / mp.log(1 + e))),
    "erf_near<float>": ("erf(v) / v - 1 in v^2 on [0, 1]", erf_table("float", 6, 1)),
    "erf_near<double>": ("erf(v) / v - 1 in v^2 on [0, 1]", erf_table("double", 12, 1)),
    "erf_far<float>": ("-log(erfc(v)) on [1, 4.1], absolute error times erfc(v)",
                       lambda: fit("float", 5, (1, mpf("4.1")), erfc_decay, weight=mp.erfc)),
    "erfc_tail<float>": ("exp(v^2) erfc(v) (v + 2) in (v - 2) / (v + 2) on [0, 10.1]",
                         tail_table("float", 10, mpf("10.1"), scaled_erfc, 2)),
    "erfc_tail<double>": ("exp(v^2) erfc(v) (v + 3) in (v - 3) / (v + 3) on [0, 27.3]",
                          tail_table("double", 22, mpf("27.3"), scaled_erfc, 3)),
    "cdf_above<float>": ("exp(a^2 / 2) cdf(-a) on [0, 20], numerator", rational_table(0, 4, 5, 20, mills, CDF_FIRST)),
    "cdf_below<float>": ("the same, denominator", rational_table(1, 4, 5, 20, mills, CDF_FIRST)),
    "cdf_tail<double>": ("exp(a^2 / 2) cdf(-a) (a + 4) in (a - 4) / (a + 4) on [0, 53.2]",
                         tail_table("double", 22, mpf("53.2"), mills, 4)),
    "power_log_tail<double>": ("(log((1 + s) / (1 - s)) / s - 2 - 2 s^2 / 3) / s^4 in z = s^2 on [0, 1/25]",
                               lambda: fit("double", 7, (0, mpf(1) / 25), log_odd_far, weight=lambda z: z * z / 2)),
    "sin_tail<float>": ("(sin(r) - r) / r^3 in r^2 on |r| <= 1.005 pi / 4", sin_table("float", 2)),
    "sin_tail<double>": ("(sin(r) - r) / r^3 in r^2 on |r| <= 1.005 pi / 4", sin_table("double", 5)),
    "cos_tail<float>": ("(cos(r) - 1 + r^2 / 2) / r^4 in r^2 on |r| <= 1.005 pi / 4", cos_table("float", 2)),
    "cos_tail<double>": ("(cos(r) - 1 + r^2 / 2) / r^4 in r^2 on |r| <= 1.005 pi / 4", cos_table("double", 5)),
    "atan_tail<float>": ("(atan(t) - t) / t^3 in t^2 on |t| <= 1", atan_table("float", 8)),
    "atan_tail<double>": ("(atan(t) - t) / t^3 in t^2 on |t| <= 1", atan_table("double", 19)),
}


def parts(kind, value, bits):
    """The value as a sum of numbers of so many bits, cut off, and a last one that is rounded to the kind."""
    result = []
    for count in bits:
        place = mpf(2) ** (mp.floor(mp.log(abs(value), 2)) + 1 - count)
        result.append(mp.floor(value / place) * place)
        value -= result[-1]
    return result + [round_to(kind, value)]


def words(value, zeros, count):
    """The first bits of a fraction behind so many words of zeros, as words of 32 bits."""
    with mp.workdps(400):
        fraction = int(mp.floor(value() * mpf(2) ** (32 * count)))
    return ["0"] * zeros + [hex(fraction >> 32 * (count - 1 - i) & 0xffffffff) for i in range(count)]


# with a fused multiply-add a whole number times a part may be as long as it likes; without, it must be exact
CONSTANTS = {
    "half_pi_fused<float>": ("pi / 2 as a sum", lambda: parts("float", mp.pi / 2, (24, 24))),
    "half_pi_fused<double>": ("pi / 2 as a sum", lambda: parts("double", mp.pi / 2, (53, 53))),
    "half_pi_split<float>": ("pi / 2 as a sum, 12 bits in each part but the last",
                             lambda: parts("float", mp.pi / 2, (12, 12, 12))),
    "half_pi_split<double>": ("pi / 2 as a sum, 33 bits in each part but the last",
                              lambda: parts("double", mp.pi / 2, (33, 33, 33))),
}
WORDS = {
    "two_over_pi<std::uint32_t>": ("64 zeros, then the first bits of 2 / pi", lambda: words(lambda: 2 / mp.pi, 2, 38)),
}


HEAD = """\
// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, kernel. The coefficients of the elementary functions, constant term first, printed by
// tests/tools/minimax.py: change that and print again, not this. The errors are relative unless a line says otherwise.
#pragma once

#include <cstdint>

namespace ogive::detail::elementary {
"""
TAIL = "}  // namespace ogive::detail::elementary"


def declaration(kind, name, values):
    text = f"inline constexpr {kind} {name}[] = {{{', '.join(values)}}};"
    return "\n".join(textwrap.wrap(text, 120, subsequent_indent="    "))


def literals(kind, numbers):
    texts = [shortest(kind, c) for c in numbers]
    return [(t if "." in t or "e" in t else t + ".0") + ("f" if kind == "float" else "") for t in texts]


def main(names):
    if not names:
        print(HEAD)
    for name in names or [*TABLES, *CONSTANTS, *WORDS]:
        kind = name[name.index("<") + 1:-1]
        if name in TABLES:
            text, table = TABLES[name]
            coefficients, error = table()
            text += f", degree {len(coefficients) - 1}, error {mpmath.nstr(error, 2)}"
            values = literals(kind, coefficients)
        elif name in CONSTANTS:
            text, table = CONSTANTS[name]
            values = literals(kind, table())
        else:
            text, table = WORDS[name]
            values = table()
        print(f"/// {text}")
        print(declaration(kind, name[:name.index("<")] + ("" if name in WORDS else "_" + kind), values) + "\n", flush=True)
    if not names:
        print(TAIL)


if __name__ == "__main__":
    main(sys.argv[1:])
