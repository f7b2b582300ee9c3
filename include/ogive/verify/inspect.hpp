// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 5, verify. A subject goes in; where its derivatives are wrong, and in which way, and its kinks come out.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <ogive/verify/subject.hpp>

namespace ogive::detail {

/// One comparison of a derivative.
struct comparison_point {
  double x = 0, value = 0, derived = 0;
  expectation expected;
  double scale = 0;  // the size of the derivative, or of its neighbours' where it crosses 0
  double error = 0;  // relative to the scale
  bool decided = false, wrong = false;
};

/// How many rounding units a right derivative may be off.
inline constexpr double units_allowed = 512;

inline void judge_point(comparison_point& p, double unit, double float_limit, double largest_scale) {
  const expectation& e = p.expected;
  // a difference that is 0 but for its noise says that the derivative is 0 beside its size elsewhere, or the value
  const double sharp = std::max(1e-3 * p.scale, 0x1p-8 * unit * std::max(largest_scale, std::abs(e.value)));
  p.decided = std::isfinite(e.low) && std::isfinite(e.high) && e.error <= sharp + std::numeric_limits<double>::min();
  if (!p.decided && std::isnan(p.derived) && std::isfinite(p.value)) p.decided = true;  // that is wrong anyhow
  if (!p.decided) return;
  const bool overflows = std::max(std::abs(e.low), std::abs(e.high)) > float_limit / 16;
  if (!std::isfinite(p.derived)) {
    p.wrong = std::isnan(p.derived) || !overflows;
    p.error = p.wrong ? infinity<double> : 0;
    return;
  }
  const double outside = std::max({e.low - p.derived, p.derived - e.high, 0.0});
  const double tiny = unit > 1e-10 ? 0x1p-140 : 0x1p-1060;  // what a subnormal number rounds away
  p.error = outside <= tiny + 2 * e.error ? 0 : outside / p.scale;
  p.wrong = p.error > 0 && outside > units_allowed * unit * p.scale + e.rounding;
}

/// How a wrong derivative differs at one point.
inline mistake look_at(const comparison_point& p, double largest_scale, double unit) {
  if (std::isnan(p.derived)) return mistake::not_a_number;
  if (std::isinf(p.derived)) return mistake::infinite;
  if (!p.expected.smooth) return mistake::not_between;
  const bool small = p.scale < 0x1p-4 * largest_scale;
  const bool noise = std::abs(p.derived - p.expected.low) <= 16 * unit * std::max(1.0, largest_scale);
  return small && (p.derived == 0 || noise) ? mistake::lost : mistake::different;
}

/// Is the derivative a constant multiple of the right one all over a stretch?
inline bool is_factor(const std::vector<comparison_point>& points, std::size_t begin, std::size_t end) {
  const double ratio = points[begin].derived / points[begin].expected.low;
  if (end - begin < 3 || !std::isfinite(ratio) || ratio == 0) return false;
  for (std::size_t i = begin; i != end; ++i) {
    const comparison_point& p = points[i];
    if (std::abs(p.derived - ratio * p.expected.low) > 1e-4 * p.scale * std::abs(ratio)) return false;
  }
  return true;
}

/// Wrong neighbours that look alike become stretches; undecided points do not end one.
inline std::vector<wrong_stretch> stretches(const std::vector<comparison_point>& points, double largest_scale,
                                            double unit) {
  std::vector<wrong_stretch> found;
  for (std::size_t i = 0; i != points.size();) {
    if (!points[i].wrong) {
      ++i;
      continue;
    }
    const mistake kind = look_at(points[i], largest_scale, unit);
    std::size_t end = i;
    wrong_stretch s{.from = points[i].x, .looks_like = kind};
    double worst = -1;
    for (std::size_t k = i; k != points.size(); ++k) {
      const comparison_point& p = points[k];
      if (p.decided && (!p.wrong || look_at(p, largest_scale, unit) != kind)) break;
      if (!p.decided) continue;
      end = k + 1;
      ++s.points;
      s.to = p.x;
      if (p.error > worst) worst = p.error, s.at = p.x, s.derived = p.derived, s.expected = p.expected.low;
    }
    s.ratio = s.derived / s.expected;
    if (kind == mistake::different && is_factor(points, i, end)) s.looks_like = mistake::factor;
    found.push_back(s);
    i = end;
  }
  return found;
}

/// The derivative by one symbol along one axis.
inline derivative_report inspect_derivative(const subject& s, symbol_place symbol, std::size_t axis,
                                            const std::vector<double>& places) {
  derivative_report report;
  report.by = s.symbols[symbol];
  std::vector<comparison_point> points;
  for (const double x : places) {
    const std::vector<double> in = s.point(axis, x);
    const std::vector<double> computed = s.at(in);
    points.push_back(
        {.x = x, .value = computed[0], .derived = computed[1 + symbol], .expected = s.expect(in.data(), symbol)});
  }
  double largest_scale = 0;
  const auto size = [&](std::size_t i) {
    const double a = std::max(std::abs(points[i].expected.low), std::abs(points[i].expected.high));
    return std::isfinite(a) ? a : 0.0;
  };
  for (std::size_t i = 0; i != points.size(); ++i) {
    // a zero of the derivative lies between neighbours of different signs
    double scale = size(i);
    for (const std::size_t k : {i == 0 ? i : i - 1, i + 1 == points.size() ? i : i + 1}) {
      if (points[k].expected.low * points[i].expected.low <= 0 || size(k) > 2 * scale)
        scale = std::max(scale, size(k) / 4);
    }
    points[i].scale = scale;
    largest_scale = std::max(largest_scale, scale);
  }
  const double limit = s.unit > 1e-10 ? static_cast<double>(largest<float>) : largest<double>;
  for (comparison_point& p : points) {
    judge_point(p, s.unit, limit, largest_scale);
    ++report.compared;
    report.undecided += p.decided ? 0 : 1;
    if (p.decided && p.error > report.worst_error) report.worst_error = p.error, report.worst_at = p.x;
  }
  report.wrong = stretches(points, largest_scale, s.unit);
  if (s.is_noisy) {
    std::erase_if(report.wrong, [](const wrong_stretch& w) {
      return w.points == 1 && w.looks_like != mistake::not_a_number && w.looks_like != mistake::infinite &&
             w.looks_like != mistake::not_between;
    });
  }
  return report;
}

/// The kinks along an input.
inline std::vector<kink_report> inspect_kinks(const subject& s, std::size_t axis, const kink_list& kinks) {
  std::vector<kink_report> reports;
  const auto expect = [&](double x) { return s.expect(s.point(axis, x).data(), axis); };
  for (std::size_t k = 0; k != kinks.size; ++k) {
    const double at = s.rounded(kinks.at[k]);
    const std::vector<double> computed = s.at(s.point(axis, at));
    const expectation e = expect(at);
    kink_report r{.by = s.symbols[axis],
                  .at = at,
                  .left = e.left,
                  .right = e.right,
                  .chosen = computed[1 + axis],
                  .is_tie = kinks.is_tie[k]};
    if (!r.is_tie) {
      // no number is on the kink: the two sides are those of its neighbours, and each has its own derivative
      const double step = std::max(std::abs(at), 1e-3) * 0x1p-20;
      r.left = expect(at - step).low;
      r.right = expect(at + step).high;
    }
    r.sides_known = std::isfinite(r.left) && std::isfinite(r.right);
    if (!r.sides_known) {
      r.between = !std::isnan(r.chosen) || !std::isfinite(computed[0]);
      reports.push_back(r);
      continue;
    }
    const double slack =
        units_allowed * s.unit * std::max({std::abs(e.low), std::abs(e.high), std::abs(r.left)}) + 2 * e.error;
    r.between = std::min({e.low, r.left, r.right}) - slack <= r.chosen &&
                r.chosen <= std::max({e.high, r.left, r.right}) + slack;
    reports.push_back(r);
  }
  return reports;
}

}  // namespace ogive::detail
