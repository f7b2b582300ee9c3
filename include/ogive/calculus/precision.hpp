// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. An executable program goes in; out comes, for each result, whether float would lose too much: its
// rounding errors pile up beyond 4 ULP, or its terms cancel, or a vanishing factor may be subnormal. Such results are
// computed in double and rounded once.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

#include <ogive/program/primitives.hpp>
#include <ogive/program/program.hpp>

namespace ogive::detail {

/// What is known of a value: an interval in which it lies, whether a parameter is in it, and the variance of its
/// relative error, as if each rounding were independent of the others, in units of that of one rounding; where terms
/// cancel, the error relative to the larger. The greatest error over all floats is near the root of the variance, in
/// ULP.
struct rounded_value {
  static constexpr double infinite = std::numeric_limits<double>::infinity();
  static constexpr double hopeless = 1e6;
  double low = -infinite, high = infinite, variance = 0;
  bool has_parameter = false;

  [[nodiscard]] constexpr double greatest_size() const { return -low < high ? high : -low; }
  [[nodiscard]] constexpr double least_size() const { return low > 0 ? low : high < 0 ? -high : 0; }
};

/// For which signs of the one value that decides choices by sign: for both, or for one of them.
enum class sign_of_choice : unsigned char { any, positive, negative };

class rounding_analysis {
 public:
  template <class Program>
  constexpr explicit rounding_analysis(const Program& p, sign_of_choice sign = sign_of_choice::any)
      : sign_(sign), decisive_(decisive_value(p)) {
    values_.reserve(p.code.size());
    for (const instruction& i : p.code) {
      rounded_value v = value(i);
      if (values_.size() == static_cast<std::size_t>(decisive_)) limit(v);
      const bool is_select = i.op == operation::select_less || i.op == operation::select_less_equal;
      for (int k = is_select ? 2 : i.op == operation::select_sign ? 1 : 0; k != arity(i.op); ++k)
        v.has_parameter = v.has_parameter || at(i.arguments[k]).has_parameter;
      values_.push_back(v);
      exponentials_.push_back(i.op == operation::exp || i.op == operation::exp_of_sum);
      const bool is_error = i.op == operation::product_error || i.op == operation::number_error ||
                            i.op == operation::sum_error || i.op == operation::multiply_add_error;
      const auto corrects = [&](int k) { return corrections_.data()[i.arguments[k]]; };
      const bool of_error = (i.op == operation::multiply && (corrects(0) || corrects(1))) ||
                            (i.op == operation::select_less && corrects(2)) || is_rest_of_reciprocal(p, i);
      corrections_.push_back(is_error || of_error);
      sums_.push_back(i.op == operation::one_plus_exp || i.op == operation::one_plus_exp_of_sum);
      divisors_.push_back(divisor(i));
      only_arithmetic_ = only_arithmetic_ && is_arithmetic(i.op);
    }
  }

  /// The greatest variance of a result that stays within 4 ULP; of the catalogue snake_beta comes nearest. A formula of
  /// arithmetic and roots only has its full rounding errors at floats of every size, so that more of them meet the
  /// worst.
  static constexpr double tolerable = 4.13 * 4.13;
  static constexpr double tolerable_of_arithmetic = 3.2 * 3.2;

  /// The value whose sign decides all choices by sign, or −1.
  template <class Program>
  static constexpr program::position decisive_value(const Program& p) {
    program::position decisive = -1;
    for (const instruction& i : p.code) {
      if (i.op != operation::select_sign) continue;
      if (decisive >= 0 && decisive != i.arguments[0]) return -1;
      decisive = i.arguments[0];
    }
    return decisive;
  }

  [[nodiscard]] constexpr double variance(program::position result) const { return at(result).variance; }
  [[nodiscard]] constexpr bool needs_double(program::position result) const {
    return !(at(result).variance <= (only_arithmetic_ ? tolerable_of_arithmetic : tolerable));
  }

 private:
  using bound = rounded_value;
  sign_of_choice sign_;
  program::position decisive_;
  list<rounded_value> values_;
  list<bool> exponentials_, sums_, corrections_;
  bool only_arithmetic_ = true;
  list<program::position> divisors_;  // of a quotient, also of one that is chosen where it is finite, or −1

  [[nodiscard]] constexpr const rounded_value& at(program::position p) const { return values_.data()[p]; }

  constexpr void limit(rounded_value& v) const {
    if (sign_ == sign_of_choice::positive && v.low < 0) v.low = 0;
    if (sign_ == sign_of_choice::negative && v.high > 0) v.high = 0;
  }

  [[nodiscard]] constexpr program::position divisor(const instruction& i) const {
    if (i.op == operation::divide) return i.arguments[1];
    const bool is_select = i.op == operation::select_less || i.op == operation::select_less_equal;
    return is_select ? divisors_.data()[i.arguments[3]] : -1;
  }
  [[nodiscard]] constexpr bool is_quotient_by(program::position p, program::position w) const {
    return divisors_.data()[p] == w;
  }

  /// 1 − a·w for a = 1/w rounded
  template <class Program>
  static constexpr bool is_rest_of_reciprocal(const Program& p, const instruction& i) {
    if (i.op != operation::negate_multiply_add) return false;
    for (int k = 0; k != 2; ++k) {
      const instruction& quotient = p[i.arguments[k]];
      if (quotient.op == operation::divide && quotient.arguments[1] == i.arguments[1 - k]) return true;
    }
    return false;
  }

  static constexpr bool is_arithmetic(operation op) {
    switch (op) {
      case operation::number:
      case operation::input:
      case operation::parameter:
      case operation::add:
      case operation::subtract:
      case operation::multiply:
      case operation::divide:
      case operation::negate:
      case operation::abs:
      case operation::sqrt:
      case operation::sign:
      case operation::copy_sign:
      case operation::minus_abs:
      case operation::positive_part:
      case operation::pass_nan:
      case operation::select_less:
      case operation::select_less_equal:
      case operation::select_sign:
      case operation::multiply_add:
      case operation::negate_multiply_add: return true;
      default: return false;
    }
  }

  static constexpr bool is_exact(double number) { return number == static_cast<double>(static_cast<float>(number)); }
  static constexpr bound within(double low, double high, double variance) {
    return {.low = low, .high = high, .variance = variance};
  }

  /// 0 · ∞ = 0: an interval ends at ∞ but does not hold it.
  static constexpr double times(double a, double b) { return a == 0 || b == 0 ? 0 : a * b; }
  static constexpr bound hull(const bound& a, const bound& b) {
    return within(a.low < b.low ? a.low : b.low, a.high < b.high ? b.high : a.high,
                  a.variance < b.variance ? b.variance : a.variance);
  }

  static constexpr bound product(const bound& a, const bound& b, double own) {
    bound p = within(bound::infinite, -bound::infinite, a.variance + b.variance + own);
    for (const double s : {a.low, a.high}) {
      for (const double t : {b.low, b.high}) {
        const double c = times(s, t);
        if (c < p.low) p.low = c;
        if (p.high < c) p.high = c;
      }
    }
    return p;
  }

  static constexpr bound square(const bound& a, double own) {
    return within(times(a.least_size(), a.least_size()), times(a.greatest_size(), a.greatest_size()),
                  4 * a.variance + own);
  }

  static constexpr bound reciprocal(const bound& a) {
    if (a.low > 0) return within(a.high == bound::infinite ? 0 : 1 / a.high, 1 / a.low, a.variance);
    if (a.low == 0) return within(0, bound::infinite, a.variance);
    return within(-bound::infinite, bound::infinite, a.variance);
  }

  static constexpr bound negated(const bound& a) {
    bound n = a;
    n.low = -a.high, n.high = -a.low;
    return n;
  }

  static constexpr bound sum(const bound& a, const bound& b, double own) {
    return within(a.low + b.low, a.high + b.high, variance_of_sum(a, b) + own);
  }

  /// u − v for a v that is no larger than a part of u > 0
  static constexpr bound difference(const bound& u, const bound& v, double part) {
    const double rest = 1 - part;
    return within(u.low * rest, u.high * (1 + part), (u.variance + part * part * v.variance) / (rest * rest) + 1);
  }

  static constexpr double variance_of_sum(const bound& a, const bound& b) {
    const bool same_sign = (a.low >= 0 && b.low >= 0) || (a.high <= 0 && b.high <= 0);
    if (same_sign) {
      // the share of the term with the greater error is greatest where it is large and the other small
      const bound &worse = a.variance < b.variance ? b : a, &better = a.variance < b.variance ? a : b;
      const double size = worse.greatest_size(), other = better.least_size();
      const double share = size == bound::infinite ? 1 : size == 0 ? 0 : size / (size + other);
      return worse.variance * share * share + better.variance * (1 - share) * (1 - share);
    }
    for (const auto& [larger, smaller] : {pair{&a, &b}, pair{&b, &a}}) {
      const double size = larger->least_size(), other = smaller->greatest_size();
      if (other < size)
        return (size * size * larger->variance + other * other * smaller->variance) / ((size - other) * (size - other));
    }
    // they may cancel; with parameters in them, wherever their values say
    const double worst = a.variance < b.variance ? b.variance : a.variance;
    const bool plain = (a.variance == 0 && !a.has_parameter) || (b.variance == 0 && !b.has_parameter);
    if (!plain && (a.has_parameter || b.has_parameter)) return 4 * worst;
    // at the zero of a sum both terms count
    constexpr double several = 6;
    return a.variance > several && b.variance > several ? a.variance + b.variance : worst;
  }
  struct pair {
    const bound *first, *second;
  };

  /// A function whose relative error grows without bound with that of its argument.
  static constexpr double steep(double own, const bound& argument) {
    return argument.variance == 0 ? own : bound::hopeless;
  }

  [[nodiscard]] static constexpr bool is_power_of_two(const bound& a) {
    return a.low == a.high && (std::bit_cast<std::uint64_t>(a.low) & 0xfffffffffffffU) == 0;
  }
  static constexpr double of_product(const bound& a, const bound& b) {
    return is_power_of_two(a) || is_power_of_two(b) ? 0 : 1;
  }

  [[nodiscard]] constexpr bound exponential(const bound& u, double error) const {
    return within(u.low >= 0 ? 1 : 0, u.high <= 0 ? 1 : bound::infinite, error);
  }

  [[nodiscard]] constexpr bound value(const instruction& i) const {
    const int count = arity(i.op);
    const bound a = count > 0 ? at(i.arguments[0]) : bound{}, b = count > 1 ? at(i.arguments[1]) : bound{},
                c = count > 2 ? at(i.arguments[2]) : bound{}, d = count > 3 ? at(i.arguments[3]) : bound{};
    constexpr double of_exp = 1.8, of_scaled = 2.2;
    switch (i.op) {
      case operation::number:
        // an interval has finite ends, or is open
        if (!(std::numeric_limits<double>::lowest() <= i.value && i.value <= std::numeric_limits<double>::max()))
          return {};
        return within(i.value, i.value, is_exact(i.value) ? 0 : 0.3);
      case operation::parameter: {
        bound p;
        p.has_parameter = true;
        return p;
      }
      case operation::negate: return negated(a);
      case operation::abs: return within(a.least_size(), a.greatest_size(), a.variance);
      case operation::copy_sign:
        return within(b.low >= 0 ? a.least_size() : -a.greatest_size(),
                      b.high <= 0 ? -a.least_size() : a.greatest_size(), a.variance);
      case operation::add: {
        if (corrections_.data()[i.arguments[0]]) return b;  // what was lost comes back, for one rounding more
        bound total = sum(a, b, 1);
        // 1 + eᵘ and another term cancel only near one zero
        if (sums_.data()[i.arguments[0]] || sums_.data()[i.arguments[1]])
          total.variance = (a.variance < b.variance ? b.variance : a.variance) + 1;
        return total;
      }
      case operation::subtract:
        if (i.value != 0) return difference(a, b, i.value);
        return sum(a, negated(b), 1);
      case operation::multiply:
        if (i.arguments[0] == i.arguments[1]) return square(a, 1);
        return product(a, b, of_product(a, b));
      case operation::attenuate: {
        // a factor that vanishes may be subnormal; beside something larger, that does not show
        const bool grows = a.greatest_size() == bound::infinite;
        return product(a, b, grows && !exponentials_.data()[i.arguments[1]] ? bound::hopeless : 1);
      }
      case operation::divide: {
        bound q = product(a, reciprocal(b), of_product(b, b));
        // by the same divisor twice: its error counts twice, which is not that of two divisors
        if (is_quotient_by(i.arguments[0], i.arguments[1])) q.variance += 2 * b.variance;
        return q;
      }
      case operation::multiply_add:
        if (corrections_.data()[i.arguments[0]] || corrections_.data()[i.arguments[1]]) return c;
        return sum(i.arguments[0] == i.arguments[1] ? square(a, 0) : product(a, b, 0), c, 1);
      case operation::negate_multiply_add: return sum(c, negated(product(a, b, 0)), 1);
      case operation::select_less:
      case operation::select_less_equal: return hull(c, d);
      case operation::select_sign:
        if (sign_ != sign_of_choice::any) return sign_ == sign_of_choice::positive ? b : c;
        return hull(b, c);
      case operation::minus_abs: return within(-a.greatest_size(), -a.least_size(), a.variance);
      case operation::positive_part: return within(a.low < 0 ? 0 : a.low, a.high < 0 ? 0 : a.high, a.variance);
      case operation::self_gated_exp: return sum(c, product(a, within(-0.37, 0, steep(of_scaled + 1, b)), 0), 1);
      case operation::self_gated_gaussian:
        return sum(c, negated(product(a, within(0, 0.61, steep(of_scaled + 1, b)), 0)), 1);
      case operation::pass_nan: return b;
      case operation::exp: return exponential(a, steep(of_exp, a));
      case operation::exp_of_sum: return exponential(a, of_exp);
      case operation::one_plus_exp: return within(1, 2, steep(1.1, a));
      case operation::one_plus_exp_of_sum: return within(1, 2, 1.1);
      case operation::times_exp: return product(a, exponential(b, steep(of_scaled, b)), 0);
      case operation::times_exp_of_sum: return product(a, exponential(b, of_scaled), 0);
      case operation::times_rest_of_exp: return product(a, exponential(b, steep(of_scaled + 1, b)), 0);
      case operation::times_rest_of_exp_of_sum: return product(a, exponential(b, of_scaled + 1), 0);
      case operation::times_gaussian: return product(a, within(0, 1, steep(of_scaled, b)), 0);
      case operation::times_rest_of_gaussian: return product(a, within(0, 1, steep(of_scaled + 1, b)), 0);
      case operation::half_exp:
      case operation::half_gaussian: return within(0, 1, 0);
      case operation::expm1:
      case operation::expm1_of_sum: {
        // for u < 0 the function takes no more than the error of u
        const double of_argument = i.op == operation::expm1_of_sum ? 0 : a.high <= 0 ? a.variance : steep(0, a);
        return within(a.low >= 0 ? 0 : -1, a.high <= 0 ? 0 : bound::infinite, 4 + of_argument);
      }
      case operation::exp_of_minus_exp: return within(0, 1, bound::hopeless);
      case operation::log1p_of_decay: return within(0, 1, 2 + a.variance);
      case operation::log1p: return within(a.low >= 0 ? 0 : -bound::infinite, bound::infinite, 4 + a.variance);
      case operation::log: return within(-bound::infinite, bound::infinite, steep(4, a));
      case operation::normal_tail: return within(0, 0.5, 2 + a.variance);
      case operation::sqrt: return within(a.low >= 1 ? 1 : 0, bound::infinite, a.variance / 4 + 1);
      case operation::erf: return within(a.low >= 0 ? 0 : -1, a.high <= 0 ? 0 : 1, 4 + a.variance);
      case operation::erfc: return within(0, 2, steep(16, a));
      case operation::sin:
      case operation::cos: return within(-1, 1, steep(4, a));
      case operation::atan:
      case operation::asinh: return within(a.low >= 0 ? 0 : -bound::infinite, bound::infinite, 6 + a.variance);
      case operation::pow: return within(-bound::infinite, bound::infinite, steep(1, a) + steep(0, b));
      case operation::sign: return within(-1, 1, 0);
      case operation::row_size: return within(1, bound::infinite, 0);
      case operation::row_max:
      case operation::row_sum: return within(a.low, a.high, a.variance + 1);
      case operation::row_pick: return a;
      case operation::at_column: return hull(b, c);
      default: return {};
    }
  }
};

/// For each result of a program: does it run in double where the elements are float? Only the stable rules ask for it.
template <class Program>
constexpr list<bool> results_to_run_in_double(const Program& p) {
  list<bool> in_double;
  in_double.assign(p.results.size(), false);
  if (p.rules != rewriting::stable) return in_double;
  const auto add = [&](sign_of_choice sign) {
    const rounding_analysis of(p, sign);
    for (std::size_t r = 0; r != p.results.size(); ++r) in_double[r] = in_double[r] || of.needs_double(p.results[r]);
  };
  if (rounding_analysis::decisive_value(p) < 0) {
    add(sign_of_choice::any);
  } else {
    add(sign_of_choice::positive);
    add(sign_of_choice::negative);
  }
  return in_double;
}

/// The same, as a constant.
template <const auto& Program>
inline constexpr auto results_in_double = [] {
  std::array<bool, Program.results.size()> fixed{};
  const list<bool> in_double = results_to_run_in_double(Program);
  for (std::size_t r = 0; r != fixed.size(); ++r) fixed[r] = in_double[r];
  return fixed;
}();

}  // namespace ogive::detail
