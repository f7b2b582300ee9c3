// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. Sets of numbers, as a few intervals: where the argument of an operation lies goes in, where its
// value lies comes out. The answer may be too large, never too small.
#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <span>

#include <ogive/program/primitives.hpp>

namespace ogive::detail {

/// An end of an interval: a number, and whether the interval holds it.
struct interval_end {
  double at = 0;
  bool included = false;
};

struct interval {
  static constexpr double infinite = std::numeric_limits<double>::infinity();
  interval_end low{-infinite, false}, high{infinite, false};

  [[nodiscard]] constexpr bool is_empty() const {
    return high.at < low.at || (high.at == low.at && !(low.included && high.included));
  }
  /// Are all its numbers less than all of the other?
  [[nodiscard]] constexpr bool is_before(const interval& other) const {
    return high.at < other.low.at || (high.at == other.low.at && !(high.included && other.low.included));
  }
};

/// A union of intervals in ascending order, which have no number in common; more than `most` become one.
class region {
 public:
  static constexpr std::size_t most = 6;
  static constexpr double infinite = interval::infinite;

  /// No number.
  constexpr region() = default;
  constexpr explicit region(const interval& only) { add(only); }

  static constexpr region everything() { return region(interval{}); }
  static constexpr region number(double v) {
    return v == v && -infinite < v && v < infinite ? region(interval{{v, true}, {v, true}}) : everything();
  }
  static constexpr region above(double v, bool included = false) {
    return region(interval{{v, included}, {infinite, false}});
  }
  static constexpr region below(double v, bool included = false) {
    return region(interval{{-infinite, false}, {v, included}});
  }

  [[nodiscard]] constexpr std::span<const interval> parts() const { return {parts_.data(), count_}; }
  [[nodiscard]] constexpr bool is_empty() const { return count_ == 0; }
  [[nodiscard]] constexpr bool holds_zero() const { return meets(number(0)); }
  [[nodiscard]] constexpr bool holds_negative() const { return !is_empty() && parts_[0].low.at < 0; }
  [[nodiscard]] constexpr bool holds_positive() const { return !is_empty() && parts_[count_ - 1].high.at > 0; }

  [[nodiscard]] constexpr bool meets(const region& other) const { return !intersected(other).is_empty(); }

  [[nodiscard]] constexpr region intersected(const region& other) const {
    region both;
    for (const interval& i : parts()) {
      for (const interval& k : other.parts()) both.add({later(i.low, k.low), earlier(i.high, k.high)});
    }
    return both;
  }

  [[nodiscard]] constexpr region united(const region& other) const {
    region all = *this;
    for (const interval& i : other.parts()) all.add(i);
    return all;
  }

  /// By a function of intervals.
  template <class Function>
  [[nodiscard]] constexpr region mapped(Function f) const {
    region values;
    for (const interval& i : parts()) values.add(f(i));
    return values;
  }
  template <class Function>
  [[nodiscard]] constexpr region mapped(const region& other, Function f) const {
    region values;
    for (const interval& i : parts()) {
      for (const interval& k : other.parts()) values.add(f(i, k));
    }
    return values;
  }

 private:
  std::array<interval, most> parts_{};
  std::size_t count_ = 0;

  static constexpr interval_end later(const interval_end& a, const interval_end& b) {
    if (a.at == b.at) return {a.at, a.included && b.included};
    return a.at < b.at ? b : a;
  }
  static constexpr interval_end earlier(const interval_end& a, const interval_end& b) {
    if (a.at == b.at) return {a.at, a.included && b.included};
    return a.at < b.at ? a : b;
  }

  /// Joins an interval with those that it meets.
  constexpr void add(interval joined) {
    if (joined.is_empty()) return;
    const bool is_full = count_ == most;
    const region old = *this;
    count_ = 0;
    bool is_put = false;
    for (const interval& i : old.parts()) {
      if (!is_full && i.is_before(joined)) {
        parts_[count_++] = i;
      } else if (!is_full && joined.is_before(i)) {
        if (!is_put) parts_[count_++] = joined;
        is_put = true;
        parts_[count_++] = i;
      } else {
        joined = hull(i, joined);
      }
    }
    if (!is_put) parts_[count_++] = joined;
  }

  static constexpr interval hull(interval a, const interval& b) {
    if (b.low.at < a.low.at || (b.low.at == a.low.at && b.low.included)) a.low = b.low;
    if (a.high.at < b.high.at || (a.high.at == b.high.at && b.high.included)) a.high = b.high;
    return a;
  }
};

/// Functions of intervals.
namespace intervals {

constexpr interval negated(const interval& u) { return {{-u.high.at, u.high.included}, {-u.low.at, u.low.included}}; }

constexpr interval sum(const interval& u, const interval& v) {
  return {{u.low.at + v.low.at, u.low.included && v.low.included},
          {u.high.at + v.high.at, u.high.included && v.high.included}};
}

/// The least and the greatest product of ends.
constexpr interval product(const interval& u, const interval& v) {
  const auto times = [](const interval_end& a, const interval_end& b) -> interval_end {
    const auto is_zero = [](const interval_end& e) { return e.at == 0; };
    if (is_zero(a) || is_zero(b)) return {0, (is_zero(a) && a.included) || (is_zero(b) && b.included)};
    return {a.at * b.at, a.included && b.included};
  };
  interval found{{interval::infinite, false}, {-interval::infinite, false}};
  for (const interval_end& a : {u.low, u.high}) {
    for (const interval_end& b : {v.low, v.high}) {
      const interval_end p = times(a, b);
      if (p.at < found.low.at || (p.at == found.low.at && p.included)) found.low = p;
      if (found.high.at < p.at || (p.at == found.high.at && p.included)) found.high = p;
    }
  }
  if (found.is_empty()) return {};  // both are beyond what double holds
  return found;
}

/// u² if u does not change its sign; else [0, ∞).
constexpr interval square(const interval& u) {
  if (u.low.at >= 0 || u.high.at <= 0) return product(u, u);
  return {{0, true}, {interval::infinite, false}};
}

constexpr interval cube(const interval& u) {
  const auto cubed = [](const interval_end& e) { return interval_end{e.at * e.at * e.at, e.included}; };
  return {cubed(u.low), cubed(u.high)};
}

constexpr interval size(const interval& u) {
  if (u.low.at >= 0) return u;
  if (u.high.at <= 0) return negated(u);
  const bool left_is_farther = u.high.at < -u.low.at || (u.high.at == -u.low.at && u.low.included);
  return {{0, true}, left_is_farther ? negated(u).high : u.high};
}

/// 1/u for u of one sign.
constexpr interval reciprocal(const interval& u) {
  const auto one_over = [](const interval_end& e, double limit) -> interval_end {
    if (e.at == 0) return {limit, false};
    const bool is_infinite = e.at == interval::infinite || e.at == -interval::infinite;
    return {1 / e.at, e.included || is_infinite};
  };
  const double limit = u.low.at >= 0 ? interval::infinite : -interval::infinite;
  return {one_over(u.high, limit), one_over(u.low, limit)};
}

/// An increasing function by its values at −∞, 0 and ∞; between them it is anything between, and rounds to a limit
/// before it is there, but for 0 at 0.
struct increasing {
  double at_low, at_zero, at_high;

  static constexpr interval_end limit(double v) { return {v, v != interval::infinite && v != -interval::infinite}; }
  constexpr interval operator()(const interval& u) const {
    const auto lower = [&](const interval_end& e) -> interval_end {
      if (e.at < 0) return limit(at_low);
      return {at_zero, at_zero != 0 || (e.at == 0 && e.included)};
    };
    const auto upper = [&](const interval_end& e) -> interval_end {
      if (e.at > 0) return limit(at_high);
      return {at_zero, at_zero != 0 || (e.at == 0 && e.included)};
    };
    return {lower(u.low), upper(u.high)};
  }
};

}  // namespace intervals

/// The values of an operation of one argument, which lies in u.
constexpr region value_region(operation op, const region& u) {
  using namespace intervals;
  constexpr double infinite = interval::infinite, half_pi = 1.5707963267948966, ln2 = 0.6931471805599453;
  switch (op) {
    case operation::negate: return u.mapped(negated);
    case operation::abs: return u.mapped(size);
    case operation::exp: return u.mapped(increasing{0, 1, infinite});
    case operation::expm1: return u.mapped(increasing{-1, 0, infinite});
    case operation::log1p: return u.mapped(increasing{-infinite, 0, infinite});
    case operation::sqrt: return u.intersected(region::above(0, true)).mapped(increasing{0, 0, infinite});
    case operation::tanh:
    case operation::erf: return u.mapped(increasing{-1, 0, 1});
    case operation::sigmoid: return u.mapped(increasing{0, 0.5, 1});
    case operation::softplus: return u.mapped(increasing{0, ln2, infinite});
    case operation::atan: return u.mapped(increasing{-half_pi, 0, half_pi});
    case operation::asinh: return u.mapped(increasing{-infinite, 0, infinite});
    case operation::sign: {
      region signs;
      if (u.holds_negative()) signs = signs.united(region::number(-1));
      if (u.holds_zero()) signs = signs.united(region::number(0));
      return u.holds_positive() ? signs.united(region::number(1)) : signs;
    }
    default: return region::everything();
  }
}

}  // namespace ogive::detail
