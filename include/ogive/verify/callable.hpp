// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 5, verify. Any function of one number goes in, a subject whose reference are the function's own differences
// comes out: Ridders' extrapolation on each side of a point, so that a kink is noticed.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <functional>
#include <limits>
#include <type_traits>
#include <utility>
#include <vector>

#include <ogive/verify/subject.hpp>

namespace ogive::detail {

/// The type in which a callable computes: float if it returns float for a float.
template <class F>
using number_of =
    std::conditional_t<std::is_same_v<std::remove_cvref_t<std::invoke_result_t<F&, float>>, float>, float, double>;
template <class T>
inline constexpr double unit_of = std::is_same_v<T, float> ? 0x1p-24 : 0x1p-53;

/// A function in the widest type that it knows, and that type's rounding unit.
struct widest_callable {
  std::function<long double(long double)> value;
  long double (*round)(long double);  // to that type: an input that it holds
  long double unit;
};
template <class F>
widest_callable widen(F f) {
  const auto as = [&]<class T>(std::type_identity<T>) {
    return widest_callable{[f](long double x) mutable { return static_cast<long double>(f(static_cast<T>(x))); },
                           [](long double x) { return static_cast<long double>(static_cast<T>(x)); },
                           std::numeric_limits<T>::epsilon() / 2};
  };
  if constexpr (std::is_same_v<std::remove_cvref_t<std::invoke_result_t<F&, long double>>, long double>)
    return as(std::type_identity<long double>{});
  else if constexpr (std::is_same_v<std::remove_cvref_t<std::invoke_result_t<F&, double>>, double>)
    return as(std::type_identity<double>{});
  else return as(std::type_identity<float>{});
}

struct one_slope {
  long double value = 0, error = 0;
};

/// Differences with shrinking steps, extrapolated to 0: central ones (`side` 0) or those of one side.
inline one_slope extrapolate(const widest_callable& f, long double x, long double step, int side) {
  constexpr std::size_t rounds = 10;
  constexpr long double shrink = 1.6L;
  std::array<std::array<long double, rounds>, rounds> table{};
  one_slope best{0, std::numeric_limits<long double>::infinity()};
  const long double here = side == 0 ? 0 : f.value(x);
  for (std::size_t i = 0; i != rounds; ++i, step /= shrink) {
    auto& row = table[i];
    const long double a = f.round(side < 0 ? x - step : x + step), b = side == 0 ? f.round(x - step) : x;
    const long double fa = f.value(a), fb = side == 0 ? f.value(b) : here;
    if (a == b) break;
    row[0] = (fa - fb) / (a - b);
    const long double noise = 4 * f.unit * (std::abs(fa) + std::abs(fb)) / std::abs(a - b);
    const long double ratio = side == 0 ? shrink * shrink : shrink;
    long double factor = ratio;
    for (std::size_t k = 1; k <= i; ++k, factor *= ratio) {
      row[k] = (row[k - 1] * factor - table[i - 1][k - 1]) / (factor - 1);
      const long double error = std::max(std::abs(row[k] - row[k - 1]), std::abs(row[k] - table[i - 1][k - 1])) + noise;
      if (error < best.error) best = {row[k], error};
    }
  }
  return best;
}

inline expectation expect_of(const widest_callable& f, double at) {
  const long double x = at, step = 0.1L * std::max(1.0L, std::abs(x) / 8);
  expectation e{.value = static_cast<double>(f.value(x))};
  const auto set = [&](const one_slope& low, const one_slope& high, bool smooth) {
    e.left = static_cast<double>(low.value), e.right = static_cast<double>(high.value);
    e.low = std::min(e.left, e.right), e.high = std::max(e.left, e.right);
    e.error = static_cast<double>(2 * std::max(low.error, high.error));
    e.smooth = smooth;
  };
  one_slope central = extrapolate(f, x, step, 0);
  for (const long double smaller : {step / 16, step / 256}) {
    const one_slope again = extrapolate(f, x, smaller, 0);
    if (again.error < central.error) central = again;
  }
  // so small that only points next to a kink take both of its sides for their own
  const long double small = std::max(1.0L, std::abs(x)) * std::pow(f.unit, 0.3L);
  const one_slope left = extrapolate(f, x, small, -1), right = extrapolate(f, x, small, 1);
  const long double apart = std::abs(left.value - right.value), sides = left.error + right.error;
  const bool kink = apart > 16 * sides && apart > 0.01L * std::max(std::abs(left.value), std::abs(right.value));
  const auto agree = [](const one_slope& a, const one_slope& b) {
    return std::abs(a.value - b.value) <= 16 * (a.error + b.error);
  };
  const one_slope nothing{std::numeric_limits<long double>::quiet_NaN(), 0};
  if (kink) set(left, right, false);
  else if (agree(central, left) && agree(central, right)) set(central, central, true);
  else if (agree(left, right)) set(left, right, true);  // there is a kink within the wider steps
  else set(nothing, nothing, true);
  // beside a break of the second derivative an extrapolation across it believes itself too exact; a side does not
  if (e.smooth)
    e.error = std::max({e.error, std::abs(e.low - static_cast<double>(left.value)),
                        std::abs(e.low - static_cast<double>(right.value))});
  // and rounding inside the function, of which its values tell nothing
  e.error = std::max(e.error, std::abs(e.low) * static_cast<double>(std::pow(f.unit, 0.55L)));
  if (!std::isfinite(e.low) || !std::isfinite(e.high) || !std::isfinite(e.error)) e.low = e.high = not_a_number<double>;
  return e;
}

/// How narrow parts may become before the rounding of values shows.
inline long double narrowest_part(const widest_callable& f, double low, double high) {
  const long double size = std::max(std::abs(static_cast<long double>(low)), std::abs(static_cast<long double>(high)));
  return std::max(1e-3L, size) * std::pow(f.unit, 0.4L);
}

/// A kink between two places, NaN if there is none: where the slopes of a few parts go on to differ by as much, however
/// narrow the parts become. Those of a smooth function differ by half when parts are half as wide, those of noise and
/// of a cusp by more.
inline double kink_between(const widest_callable& f, double low, double high) {
  constexpr std::size_t parts = 8, levels = 3;
  // a part beyond both places, on one of which the kink may be
  const long double beyond = (static_cast<long double>(high) - low) / (parts - 2);
  const long double narrowest = narrowest_part(f, low, high);
  long double a = low - beyond, width = static_cast<long double>(high) - low + 2 * beyond;
  std::array<long double, levels> before{};  // how far slopes differed in the levels above this one
  for (;;) {
    std::array<long double, parts + 1> x{}, y{};
    for (std::size_t k = 0; k <= parts; ++k) x[k] = f.round(a + width * k / parts), y[k] = f.value(x[k]);
    std::array<long double, parts> slope{};
    long double sharpest = -1, steepest = 0;
    std::size_t at = 1;
    for (std::size_t k = 0; k != parts; ++k) {
      slope[k] = (y[k + 1] - y[k]) / (x[k + 1] - x[k]);
      steepest = std::max(steepest, std::abs(slope[k]));
      if (k != 0 && std::abs(slope[k] - slope[k - 1]) > sharpest) sharpest = std::abs(slope[k] - slope[k - 1]), at = k;
    }
    const long double left = slope.front(), right = slope.back(), apart = std::abs(right - left);
    const long double noise = 16 * f.unit * (std::abs(y.front()) + std::abs(y.back())) * parts / width;
    if (!std::isfinite(steepest) || apart <= 0.01L * steepest || apart <= noise) return not_a_number<double>;
    if (width <= narrowest) {
      if (!(0.6L * before[0] < apart && apart < 1.6L * before[0])) return not_a_number<double>;
      // where the lines of both sides meet
      const long double kink = (y.back() - y.front() + left * x.front() - right * x.back()) / (left - right);
      if (!(x.front() <= kink && kink <= x.back())) return not_a_number<double>;
      // a number that people write is likelier than one beside it
      const auto as_float = static_cast<double>(static_cast<float>(kink)), as_double = static_cast<double>(kink);
      const double short_one = std::round(as_double * 1e6) / 1e6 + 0.0;  // no −0
      for (const double likely : {short_one, as_float}) {
        if (std::abs(likely - as_double) <= static_cast<double>(narrowest) * 0x1p-4) return likely;
      }
      return as_double;
    }
    std::rotate(before.begin(), before.begin() + 1, before.end());
    before.back() = apart;
    // half of the parts, with those beside the sharpest turn in the middle
    a += width * std::clamp<std::size_t>(at, 2, parts / 2 + 2) / parts - width * 2 / parts;
    width /= 2;
  }
}

template <class Value>
subject callable_subject(Value value) {
  const widest_callable f = widen(std::move(value));
  subject s;
  s.is_noisy = true;
  s.name = "a function";
  s.reference = f.unit < 0x1p-60L   ? "differences of the function in long double"
                : f.unit < 0x1p-40L ? "differences of the function in double"
                                    : "differences of the function in float";
  s.symbols = {"x"};
  s.expect = [f](const double* inputs, symbol_place) { return expect_of(f, inputs[0]); };
  s.find_kinks = [f](std::size_t, const std::vector<double>& places) {
    kink_list kinks;
    double low = places.empty() ? 0 : places.front(), last = -infinity<double>;
    for (const double high : places) {
      // wide enough to see slopes converge
      if (high - low < static_cast<double>(64 * narrowest_part(f, low, high))) continue;
      const double kink = kink_between(f, low, high);
      low = high;
      // one on a place is seen from both of its sides
      if (std::isnan(kink) || !(kink - last > 1e-9 * std::max(1.0, std::abs(kink)))) continue;
      const expectation e = expect_of(f, kink);
      if (!(std::abs(e.left - e.right) > 0.01 * std::max(std::abs(e.left), std::abs(e.right)))) continue;
      kinks.add(last = kink, true);
    }
    return kinks;
  };
  return s;
}

}  // namespace ogive::detail
