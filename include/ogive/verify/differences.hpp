// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 5, verify. A function along a line goes in, its derivative from differences of the value comes out, with a
// bound of its error; at a kink the derivatives of both sides. No rule of differentiation is known here.
#pragma once

#include <cstdint>

#include <ogive/verify/reference.hpp>

namespace ogive::detail {

/// The value at a point of a line, and the way of the choices there.
struct sample {
  estimate value;
  std::uint64_t way = 0;
};

/// The derivatives of both sides; one number where the function is smooth.
struct slopes {
  estimate left, right;
  bool smooth = true;

  [[nodiscard]] constexpr real least() const { return right.value < left.value ? right.value : left.value; }
  [[nodiscard]] constexpr real greatest() const { return left.value < right.value ? right.value : left.value; }
  [[nodiscard]] constexpr bool is_decided() const {
    return precise::is_finite(left.value) && precise::is_finite(right.value);
  }
  /// Widens the range to a further number.
  constexpr void widen(const estimate& e) {
    const bool ascending = left.value <= right.value;
    estimate &low = ascending ? left : right, &high = ascending ? right : left;
    if (e.value < low.value) low = e;
    if (e.value > high.value) high = e;
  }
  [[nodiscard]] constexpr real error() const { return left.error < right.error ? right.error : left.error; }
};

/// How far what two formulas of different order say is from being exact, and what rounding of the samples adds. Where
/// the two have nothing in common, as for an angle that turns within a step, neither says anything.
constexpr estimate judged(real better, real coarser, real noise) {
  using namespace precise;
  if (!is_finite(better) || !is_finite(coarser)) return {no_number, 0};
  const real apart = absolute(add(better, -coarser));
  if (apart > add(multiply(absolute(better), real(0x1p-12)), noise)) return {no_number, 0};
  return {better, add(2 * apart, noise)};
}

/// f'(0) ≈ (8(f₁ − f₋₁) − (f₂ − f₋₂)) / 12h, beside (f₁ − f₋₁) / 2h
constexpr estimate central_slope(const sample& minus2, const sample& minus1, const sample& plus1, const sample& plus2,
                                 real h) {
  using namespace precise;
  const real near = add(plus1.value.value, -minus1.value.value), far = add(plus2.value.value, -minus2.value.value);
  const real noise = add(add(plus1.value.error, minus1.value.error), add(plus2.value.error, minus2.value.error));
  return judged(divide(add(multiply(8, near), -far), 12 * h), divide(near, 2 * h), divide(noise, h));
}

/// f'(0) ≈ (−26f₁ + 57f₂ − 42f₃ + 11f₄) / 6h, beside (−5f₁ + 8f₂ − 3f₃) / 2h: the value at 0 itself, which may belong
/// to the other side or to neither, is not used.
constexpr estimate one_sided_slope(const sample (&f)[4], real h) {
  using namespace precise;
  for (const sample& s : f) {
    if (s.way != f[0].way) return {no_number, 0};  // another kink is too near
  }
  const auto times = [&](int weight, int k) { return multiply(weight, f[k].value.value); };
  const real better = add(add(times(-26, 0), times(57, 1)), add(times(-42, 2), times(11, 3)));
  const real coarser = add(add(times(-5, 0), times(8, 1)), times(-3, 2));
  const real noise = add(add(f[0].value.error, f[1].value.error), add(f[2].value.error, f[3].value.error));
  return judged(divide(better, 6 * h), divide(coarser, 2 * h), divide(multiply(10, noise), absolute(h)));
}

/// The derivatives of `f` (an offset goes in, a sample comes out) at offset 0 with steps of h. `here` is the way there.
template <class F>
constexpr slopes slopes_with_step(F& f, std::uint64_t here, real h) {
  const sample minus1 = f(-h), minus2 = f(-2 * h), plus1 = f(h), plus2 = f(2 * h);
  const bool on_left = minus1.way == here && minus2.way == here, on_right = plus1.way == here && plus2.way == here;
  if (on_left && on_right) {
    const estimate both = central_slope(minus2, minus1, plus1, plus2, h);
    return {both, both, true};
  }
  const auto left = [&] { return one_sided_slope({minus1, minus2, f(-3 * h), f(-4 * h)}, -h); };
  const auto right = [&] { return one_sided_slope({plus1, plus2, f(3 * h), f(4 * h)}, h); };
  if (on_left || on_right) {
    const estimate one = on_left ? left() : right();
    return {one, one, true};
  }
  return {left(), right(), false};
}

/// Is nothing to be gained from a smaller step?
constexpr bool is_sharp(const slopes& s) {
  using namespace precise;
  const auto sharp = [](const estimate& e) {
    return is_finite(e.value) && e.error <= absolute(e.value) * real(0x1p-36) + real(0x1p-70);
  };
  return sharp(s.left) && (s.smooth || sharp(s.right));
}

/// The same with the step that suits the place `x`: 2⁻³⁰ of it, or of 1; near 0 the smaller of the two if that is
/// better.
template <class F>
constexpr slopes slopes_at(F& f, real x) {
  using namespace precise;
  // so that rounding and truncation are of one size: ε = h⁵
  const real step = 1 / power_of_two(real_digits * 30 / 113), size = absolute(x);
  const std::uint64_t here = f(0).way;
  const slopes wide = slopes_with_step(f, here, size > 1 ? size * step : step);
  if (is_sharp(wide) || size > real(0.5) || size == 0) return wide;
  const slopes narrow = slopes_with_step(f, here, size * step);
  const bool better = !wide.is_decided() || (narrow.is_decided() && narrow.error() < wide.error());
  return better ? narrow : wide;
}

}  // namespace ogive::detail
