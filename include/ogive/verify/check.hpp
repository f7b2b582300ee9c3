// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 5, verify. What the kernels of a formula say at a point, beside what the differences of its value say: a
// finding comes out. Made for constant expressions; verified.hpp turns a finding into a message.
#pragma once

#include <cstddef>

#include <ogive/verify/points.hpp>

namespace ogive::detail {

/// How far a derived formula may be from the differences of the value, relative to it; and how far what a kernel makes
/// of it in double may be from the formula, relative to it and in units of the rounding errors of its terms.
inline constexpr real tolerance = real(1e-10), kernel_tolerance = real(1e-12), kernel_roundings = real(0x1p7);

enum class found {
  nothing,
  wrong_value,
  wrong_derivative,
  not_between_sides,
  not_a_number,
  wrong_kernel,
  too_few_numbers
};

/// The first point at which something is wrong.
struct finding {
  found what = found::nothing;
  symbol_place symbol = 0;
  double at[4] = {};
  double derived = 0, low = 0, high = 0;  // low = high where the formula is smooth
};

/// A formula as it is checked.
struct checked_formula {
  written_formula written;
  program_view derived;  // the results, then the derivatives of all results by each symbol
  std::size_t results;
  void (*kernels)(const double* inputs, double* out);  // the same, in double
};

enum class verdict { right, wrong, undecided };

/// Does `v` lie in [low, high], give or take `slack`?
constexpr verdict judge(real v, real low, real high, real slack) {
  using namespace precise;
  if (!is_finite(low) || !is_finite(high) || !is_finite(slack)) return verdict::undecided;
  return add(low, -slack) <= v && v <= add(high, slack) ? verdict::right : verdict::wrong;
}

/// The same for a double, which may have overflowed or underflowed.
constexpr verdict judge_double(double v, real low, real high, real slack) {
  constexpr real least_kept = real(0x1p-1000), nearly_infinite = largest<double> / 16;
  const verdict as_number = judge(v, low, high, precise::add(slack, least_kept));
  if (v > largest<double> && as_number == verdict::wrong) return high > nearly_infinite ? verdict::right : as_number;
  if (v < -largest<double> && as_number == verdict::wrong) return low < -nearly_infinite ? verdict::right : as_number;
  return as_number;
}

constexpr real larger_size(real a, real b) {
  return precise::absolute(a) < precise::absolute(b) ? precise::absolute(b) : precise::absolute(a);
}

/// What is checked at one point.
class point_check {
 public:
  constexpr point_check(const checked_formula& f, const double* inputs)
      : f_(f), inputs_(inputs), symbols_(f.written.inputs + f.written.parameter_count), derived_(f.derived, 1) {
    list<real> symbols;
    for (std::size_t k = 0; k != f.written.inputs; ++k) symbols.push_back(inputs[k]);
    for (std::size_t k = 0; k != f.written.parameter_count; ++k) symbols.push_back(f.written.parameters[k]);
    derived_.run(symbols.data(), symbols.data() + f.written.inputs);
    for (std::size_t k = 0; k != f.written.inputs && k != 4; ++k) first_.at[k] = inputs[k];
  }

  /// `decided` counts the comparisons that could be made.
  constexpr finding run(std::size_t& decided) {
    const written_point here(f_.written, inputs_);
    for (std::size_t r = 0; r != f_.results; ++r) {
      if (!precise::is_finite(here.value(r).value)) return {};  // outside the domain of f
    }
    kernel_.assign_zero(f_.results * (1 + symbols_));
    f_.kernels(inputs_, &kernel_[0]);
    for (std::size_t r = 0; r != f_.results; ++r) {
      for (symbol_place s = 0; s != symbols_; ++s) {
        first_.symbol = s;
        const slopes exactly{here.value(r), here.value(r), true};
        if (s == 0 && is_wrong(r, exactly, found::wrong_value, decided)) return first_;
        line along(here, s, r);
        slopes d = along.derivative();
        if (!d.smooth && is_outside((1 + s) * f_.results + r, d)) along.widen_to_pieces(d);
        if (is_wrong((1 + s) * f_.results + r, d, d.smooth ? found::wrong_derivative : found::not_between_sides,
                     decided))
          return first_;
      }
    }
    return {};
  }

 private:
  const checked_formula& f_;
  const double* inputs_;
  std::size_t symbols_;
  reference_run derived_;
  list<double> kernel_;
  finding first_;

  [[nodiscard]] constexpr real slack(std::size_t result, const slopes& expected) const {
    using namespace precise;
    return add(multiply(tolerance, larger_size(expected.left.value, expected.right.value)),
               add(expected.error(), derived_.result(result).error));
  }

  /// Does a derivative at a tie lie outside the derivatives of both sides?
  [[nodiscard]] constexpr bool is_outside(std::size_t result, const slopes& sides) const {
    return judge(derived_.result(result).value, sides.least(), sides.greatest(), slack(result, sides)) ==
           verdict::wrong;
  }

  constexpr bool is_wrong(std::size_t result, const slopes& expected, found what, std::size_t& decided) {
    using namespace precise;
    const estimate derived = derived_.result(result);
    const real low = expected.least(), high = expected.greatest();
    verdict v = judge(derived.value, low, high, slack(result, expected));
    if (v == verdict::wrong) return says(what, static_cast<double>(derived.value), low, high);
    if (v == verdict::right) ++decided;
    // where differences cannot tell, as at a cusp, a derivative is a number or infinite all the same
    if (!expected.is_decided() && kernel_[result] != kernel_[result])
      return says(found::not_a_number, kernel_[result], low, high);
    // a formula that is ∞·0 here has a kernel that knows better
    const bool stands = is_finite(derived.value) && is_finite(derived.error);
    const real exact_low = expected.smooth && stands ? derived.value : low;
    const real exact_high = expected.smooth && stands ? derived.value : high;
    const real rounding =
        stands ? multiply(derived.error, kernel_roundings * real(0x1p-53) / rounding_unit) : expected.error();
    v = judge_double(kernel_[result], exact_low, exact_high,
                     add(multiply(kernel_tolerance, larger_size(exact_low, exact_high)), rounding));
    return v == verdict::wrong && says(found::wrong_kernel, kernel_[result], exact_low, exact_high);
  }

  constexpr bool says(found what, double derived, real low, real high) {
    first_.what = what;
    first_.derived = derived;
    first_.low = static_cast<double>(low);
    first_.high = static_cast<double>(high);
    return true;
  }
};

/// The points of a line through a formula: the grid, then for each kink both sides and the tie.
struct line_points {
  kink_list kinks;
  std::size_t axis = 0;

  [[nodiscard]] constexpr std::size_t size() const { return grid_size + 3 * kinks.size; }

  /// False for a place that no number has.
  constexpr bool place(std::size_t i, double& x) const {
    if (i < grid_size) return x = outward_point(i), true;
    const std::size_t k = (i - grid_size) / 3, side = (i - grid_size) % 3;
    const double kink = kinks.at[k];
    x = side == 0 ? kink : side == 1 ? kink - beside(kink) : kink + beside(kink);
    return side != 0 || kinks.is_tie[k];
  }
};

// not between the extremes, where angles and whole numbers pass by the thousand
inline constexpr std::size_t extremes = 3, kink_intervals = grid_size - 2 * extremes - 1;

/// The kinks in some intervals of the grid, while one input runs.
constexpr kink_list kinks_on_axis(const written_formula& f, std::size_t axis, std::size_t begin, std::size_t end) {
  list<double> inputs;
  for (std::size_t k = 0; k != f.inputs; ++k) inputs.push_back(k == axis ? 0.0 : elsewhere(k));
  const auto place = [&](std::size_t i) { return grid_point(extremes + begin + i); };
  if (end > kink_intervals) end = kink_intervals;
  return kinks_on(line(written_point(f, inputs.data()), axis), place, end - begin + 1);
}

/// What a part of a line finds first, and how many comparisons it made.
struct part_result {
  finding first;
  std::size_t decided = 0;
};

constexpr part_result check_part(const checked_formula& f, const line_points& points, std::size_t begin,
                                 std::size_t end) {
  part_result result;
  list<double> inputs;
  for (std::size_t k = 0; k != f.written.inputs; ++k) inputs.push_back(elsewhere(k));
  for (std::size_t i = begin; i != end && i != points.size(); ++i) {
    double x = 0;
    if (!points.place(i, x)) continue;
    inputs[points.axis] = x;
    result.first = point_check(f, inputs.data()).run(result.decided);
    if (result.first.what != found::nothing) return result;
  }
  return result;
}

}  // namespace ogive::detail
