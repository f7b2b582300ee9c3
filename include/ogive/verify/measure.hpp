// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 5, verify. A subject goes in; the accuracy of its kernels in float, its first overflows, its shape, and what it
// makes of special inputs come out.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <ogive/verify/subject.hpp>

namespace ogive::detail {

/// The error of a float in ULP of the exact value, from 2⁻¹⁴⁹ on.
inline double ulp_error(float computed, double exact) {
  if (std::isnan(computed) || std::isnan(exact))
    return std::isnan(computed) && std::isnan(exact) ? 0 : infinity<double>;
  if (std::isinf(computed)) {
    const bool overflows = std::abs(exact) >= 0x1.ffffffp127 && (exact < 0) == (computed < 0);
    return overflows ? 0 : infinity<double>;
  }
  const int exponent = exact == 0 ? -149 : std::max(-149, std::ilogb(exact) - 23);
  return std::ldexp(std::abs(static_cast<double>(computed) - exact), -exponent);
}

/// Keeps the worst of many points. A point that looks bad by the double kernel is judged by the reference.
class accuracy_meter {
 public:
  accuracy_meter(const subject& s, const measured_function& f) : s_(s), f_(f) { report_.of = f.name; }

  /// `sure`: judge each point by the reference, not only those that look bad.
  void measure(const std::vector<float>& in, bool sure) {
    std::vector<float> out(in.size());
    std::vector<double> wide(in.begin(), in.end()), guide(in.size());
    f_.in_float(in.data(), out.data(), in.size());
    if (!sure) f_.in_double(wide.data(), guide.data(), in.size());
    for (std::size_t i = 0; i != in.size(); ++i) {
      ++report_.points;
      if (sure || ulp_error(out[i], guide[i]) > report_.worst_ulp) judge(wide[i], out[i]);
    }
  }
  [[nodiscard]] const accuracy_report& report() const { return report_; }

 private:
  const subject& s_;
  const measured_function& f_;
  accuracy_report report_;

  void judge(double x, float computed) {
    const estimate e = s_.exact(f_.order, x);
    const auto exact = static_cast<double>(e.value);
    if (!std::isfinite(exact) || !(static_cast<double>(e.error) <= std::abs(exact) * 0x1p-30 + 0x1p-155)) {
      ++report_.undecided;
      return;
    }
    double ulp = ulp_error(computed, exact);
    if (ulp > 4 && std::isfinite(computed)) {
      const auto size = [&](double at) { return std::abs(static_cast<double>(s_.exact(f_.order, at).value)); };
      const double nearby = std::max(size(x * 17 / 16), size(x * 15 / 16));
      if (nearby > 0 && nearby < infinity<double>)
        ulp = std::min(ulp, 4 * std::abs(static_cast<double>(computed) - exact) / (2e-7 * nearby));
    }
    if (ulp > report_.worst_ulp)
      report_.worst_ulp = ulp, report_.at = x, report_.computed = static_cast<double>(computed), report_.exact = exact;
  }
};

inline accuracy_report measure_accuracy(const subject& s, const measured_function& f, const verify_options& options) {
  accuracy_meter meter(s, f);
  constexpr std::uint32_t infinite = 0x7f800000;
  std::vector<float> in;
  const std::uint32_t step =
      static_cast<std::uint32_t>(2 * std::uint64_t{infinite} / std::max<std::size_t>(options.samples, 2));
  for (std::uint32_t bits = step / 2; bits < infinite; bits += step | 1) {
    in.push_back(std::bit_cast<float>(bits));
    in.push_back(-in.back());
  }
  meter.measure(in, true);
  if (!options.exhaustive) return meter.report();
  constexpr std::uint32_t block = 1 << 16;
  for (std::uint32_t bits = 0; bits < infinite; bits += block) {
    in.clear();
    for (std::uint32_t k = 0; k != block && bits + k < infinite; ++k) {
      in.push_back(std::bit_cast<float>(bits + k));
      in.push_back(-in.back());
    }
    meter.measure(in, false);
  }
  return meter.report();
}

/// A result of a subject as a function of the first input, in a type: what may not be finite.
struct watched {
  std::string of, in;
  std::function<double(double)> value;
  std::function<double(double)> rounded;
  std::function<double(double)> exact;
  double largest = 0;
};

inline bool is_justified(const watched& w, double computed, double exact) {
  return !std::isfinite(exact) || (!std::isnan(computed) && std::abs(exact) > w.largest / 16);
}

/// The input at which it is not finite first, from a size at which it is to one at which it is not.
inline double first_not_finite(const watched& w, double low, double high, double direction) {
  for (;;) {
    const double middle = w.rounded(low + (high - low) / 2);
    if (!(low < middle && middle < high)) return direction * high;
    (std::isfinite(w.value(direction * middle)) ? low : high) = middle;
  }
}

/// A pole between two places where the value changes its sign, NaN if there is none: it grows as they come nearer.
inline double pole_between(const watched& w, double low, double high) {
  const double begin = std::max(std::abs(w.value(low)), std::abs(w.value(high)));
  const bool is_negative = w.value(low) < 0;
  for (;;) {
    const double middle = w.rounded(low + (high - low) / 2);
    if (!(low < middle && middle < high)) break;
    const double v = w.value(middle);
    if (!std::isfinite(v)) return middle;
    ((v < 0) == is_negative ? low : high) = middle;
  }
  return std::abs(w.value(low)) > 1e6 * begin ? high : not_a_number<double>;
}

/// The first in one direction: 0 itself, a pole between two places, or where it overflows.
inline void find_overflow(const watched& w, double direction, const std::vector<double>& places,
                          std::vector<overflow_report>& found) {
  double at = not_a_number<double>;
  if (direction > 0 && !std::isfinite(w.value(0))) at = 0;
  double last = 0;
  for (double size = 0x1p-100; std::isnan(at) && last < w.largest; size *= 1.0905) {
    size = std::min(size, w.largest);
    if (std::isfinite(w.value(direction * w.rounded(size)))) last = size;
    else at = first_not_finite(w, last, w.rounded(size), direction);
  }
  double before = not_a_number<double>, value_before = before;
  for (const double x : places) {
    if (!(direction * x >= 0)) continue;
    const double value = w.value(x);
    if (value_before * value < 0) {
      const double pole = pole_between(w, w.rounded(before), w.rounded(x));
      if (!std::isnan(pole) && !(std::abs(at) <= std::abs(pole))) at = pole;
    }
    before = x, value_before = value;
  }
  if (std::isnan(at)) return;
  overflow_report r{.of = w.of, .in = w.in, .at = at, .computed = w.value(at), .exact = w.exact(at)};
  r.justified = is_justified(w, r.computed, r.exact);
  found.push_back(r);
}

/// What is not finite: value and derivative in the type in which they are checked, and what is measured in float.
inline std::vector<overflow_report> find_overflows(const subject& s, const std::vector<double>& places) {
  std::vector<overflow_report> found;
  const bool single = s.unit > 1e-10;
  for (const std::size_t result : {std::size_t{0}, std::size_t{1}}) {
    const watched w{.of = result == 0 ? "f" : "f'",
                    .in = single ? "float" : "double",
                    .value = [&, result](double x) { return s.at(s.point(0, x))[result]; },
                    .rounded = [&](double x) { return s.rounded(x); },
                    .exact =
                        [&, result](double x) {
                          const expectation e = s.expect(s.point(0, x).data(), 0);
                          return result == 0 ? e.value : e.low;
                        },
                    .largest = single ? static_cast<double>(largest<float>) : largest<double>};
    for (const double direction : {-1.0, 1.0}) find_overflow(w, direction, places, found);
  }
  for (const measured_function& f : s.measured) {
    const watched w{.of = f.name,
                    .in = "float",
                    .value =
                        [&](double x) {
                          const auto in = static_cast<float>(x);
                          float out = 0;
                          f.in_float(&in, &out, 1);
                          return static_cast<double>(out);
                        },
                    .rounded = [](double x) { return static_cast<double>(static_cast<float>(x)); },
                    .exact = [&](double x) { return static_cast<double>(s.exact(f.order, x).value); },
                    .largest = static_cast<double>(largest<float>)};
    for (const double direction : {-1.0, 1.0}) find_overflow(w, direction, {}, found);
  }
  return found;
}

inline shape_report find_shape(const subject& s, const std::vector<double>& places) {
  shape_report shape{.increasing = true, .decreasing = true};
  double before = not_a_number<double>;
  bool first = true;
  const auto look = [&](double x) {
    const std::vector<double> out = s.at(s.point(0, x));
    if (!std::isfinite(out[0])) return;
    if (first || out[0] < shape.least) shape.least = out[0], shape.least_at = x;
    if (first || out[0] > shape.greatest) shape.greatest = out[0], shape.greatest_at = x;
    if (std::isfinite(out[1]) && std::abs(out[1]) > shape.steepest)
      shape.steepest = std::abs(out[1]), shape.steepest_at = x;
    if (!first) {
      const double slack = 4 * s.unit * std::abs(before);
      shape.increasing = shape.increasing && out[0] >= before - slack;
      shape.decreasing = shape.decreasing && out[0] <= before + slack;
    }
    before = out[0], first = false;
  };
  for (const double x : places) look(x);
  // beyond the domain, where f is NaN, there is nothing to be bounded
  double inner = std::max({std::abs(shape.least), std::abs(shape.greatest), 1e-3});
  const auto size = [&](double far) { return std::abs(s.at(s.point(0, far))[0]); };
  for (const double far : {-1e5, -1e3, 1e3, 1e5}) inner = std::fmax(inner, size(far));
  shape.bounded = std::isfinite(inner);
  for (const double far : {-1e30, -1e12, 1e12, 1e30}) shape.bounded = shape.bounded && !(size(far) > 1.5 * inner);
  return shape;
}

inline std::vector<special_report> find_specials(const subject& s) {
  const bool single = s.unit > 1e-10;
  const double big = single ? static_cast<double>(largest<float>) : largest<double>;
  const double small = single ? static_cast<double>(std::numeric_limits<float>::denorm_min())
                              : std::numeric_limits<double>::denorm_min();
  std::vector<special_report> reports;
  const auto look = [&](const char* input, double x) {
    const std::vector<double> out = s.at(s.point(0, x));
    reports.push_back({input, out[0], out[1]});
  };
  look("NaN", not_a_number<double>);
  look("-infinity", -infinity<double>);
  look("infinity", infinity<double>);
  look("-0", -0.0);
  look("0", 0.0);
  look("-smallest", -small);
  look("smallest", small);
  look("-largest", -big);
  look("largest", big);
  return reports;
}

}  // namespace ogive::detail
