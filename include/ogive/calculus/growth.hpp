// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. What is known of each value of a program at infinity: how fast it grows, whether it vanishes, what
// it depends on and which NaN it shows. An instruction and the facts of its arguments go in, its facts come out.
#pragma once

#include <cstddef>
#include <cstdint>

#include <ogive/program/primitives.hpp>
#include <ogive/program/program.hpp>

namespace ogive::detail {

/// What the stable rules know of a value.
struct growth {
  enum bound : unsigned char { constant, linear, polynomial, exponential, unknown };
  enum pace : unsigned char { none, as_line, as_square, as_exponential };

  static constexpr unsigned char no_degree = 255;

  bound at_most = unknown;           ///< |u| stays below a constant, c·|x|, a polynomial, e^(c·|x|)
  pace at_least = none;              ///< |u| grows at least like |x|, x², e^|x| on a side where it grows at all
  unsigned char degree = no_degree;  ///< |u| stays below c·|x| to this power; or no_degree
  unsigned char least_degree = 0;    ///< |u| grows at least like |x| to this power on a side where it grows at all
  unsigned char vanishes = 0;  ///< tends to 0 somewhere at infinity: 1 like e^−|x|, 2 faster than each e^(−c·|x|)
  bool varies = false;         ///< between the columns of a row
  std::uint64_t depends_on = 0;  ///< inputs and parameters, a bit each
  std::uint64_t nan_like = 0;    ///< is NaN whenever one of these is NaN
};

/// Follows a program under construction.
class growth_analysis {
 public:
  constexpr growth_analysis(const program& p, std::size_t inputs) : program_(&p), inputs_(inputs) {}

  /// The bit of an input, or of a parameter behind the inputs.
  static constexpr std::uint64_t bit(std::size_t k) { return std::uint64_t{1} << (k < 63 ? k : 63); }

  /// Learns of what the program has by now.
  constexpr void follow() {
    for (std::size_t k = known_.size(); k != program_->code.size(); ++k) known_.push_back(examine(program_->code[k]));
  }

  [[nodiscard]] constexpr const growth& operator[](program::position p) const {
    return known_[static_cast<std::size_t>(p)];
  }

 private:
  const program* program_;
  std::size_t inputs_;
  list<growth> known_;

  template <class T>
  static constexpr T larger(T a, T b) {
    return a < b ? b : a;
  }
  template <class T>
  static constexpr T smaller(T a, T b) {
    return a < b ? a : b;
  }

  [[nodiscard]] constexpr growth examine(const instruction& i) const {
    const auto argument = [&](std::size_t k) -> const growth& {
      return known_[static_cast<std::size_t>(i.arguments[k])];
    };
    growth t;
    for (int k = 0; k != arity(i.op); ++k) {
      t.depends_on |= argument(static_cast<std::size_t>(k)).depends_on;
      t.varies = t.varies || argument(static_cast<std::size_t>(k)).varies;
    }
    switch (i.op) {
      case operation::number:
      case operation::row_size:
        t.at_most = growth::constant;
        t.degree = 0;
        break;
      case operation::input:
      case operation::row_input: {
        const std::uint64_t own = bit(static_cast<std::size_t>(i.arguments[0]));
        t = {growth::linear, growth::as_line, 1, 1, 0, i.op == operation::input, own, own};
        break;
      }
      case operation::parameter: {
        const std::uint64_t own = bit(inputs_ + static_cast<std::size_t>(i.arguments[0]));
        t = {growth::constant, growth::none, 0, 0, 0, true, own, own};
        break;
      }
      case operation::negate: t = argument(0); break;
      case operation::add:
      case operation::subtract:
        t.at_most = larger(argument(0).at_most, argument(1).at_most);
        t.at_least = larger(argument(0).at_least, argument(1).at_least);
        t.degree = larger(argument(0).degree, argument(1).degree);
        t.least_degree = larger(argument(0).least_degree, argument(1).least_degree);
        t.vanishes = smaller(argument(0).vanishes, argument(1).vanishes);
        t.nan_like = argument(0).nan_like | argument(1).nan_like;
        break;
      case operation::multiply:
      case operation::attenuate:
        product(t, argument(0), argument(1), i.op == operation::multiply);
        if (is_number(i.arguments[0])) t.least_degree = argument(1).least_degree;
        if (is_number(i.arguments[1])) t.least_degree = argument(0).least_degree;
        break;
      case operation::divide: {
        const bool by_constant = is_number(i.arguments[1]);
        if (by_constant) t.degree = argument(0).degree, t.least_degree = argument(0).least_degree;
        t.at_most = by_constant ? argument(0).at_most : growth::unknown;
        t.at_least = by_constant ? argument(0).at_least : growth::none;
        // beside a divisor that grows a quotient is 0 where its dividend is not
        t.vanishes = argument(1).at_most == growth::constant ? argument(0).vanishes : 0;
        t.nan_like = argument(0).nan_like | argument(1).nan_like;
        break;
      }
      case operation::copy_sign: t.at_most = argument(0).at_most, t.nan_like = argument(0).nan_like; break;
      case operation::pass_nan: {
        const std::uint64_t depends_on = t.depends_on;
        t = argument(1);
        t.depends_on = depends_on;
        t.nan_like |= argument(0).nan_like;
        break;
      }
      case operation::select_less:
      case operation::select_less_equal:
        t.at_most = larger(argument(2).at_most, argument(3).at_most);
        t.at_least = larger(argument(2).at_least, argument(3).at_least);
        t.degree = larger(argument(2).degree, argument(3).degree);
        t.least_degree = smaller(argument(2).least_degree, argument(3).least_degree);
        t.nan_like =
            nan_of_select(argument(0).nan_like | argument(1).nan_like, argument(2).nan_like, argument(3).nan_like);
        break;
      case operation::at_column: t.varies = true; [[fallthrough]];
      case operation::pow: break;
      case operation::row_sum:
      case operation::row_max:
      case operation::row_argmax:
      case operation::row_pick:
        t.varies = false;
        t.at_most = argument(0).at_most;
        if (i.op == operation::row_sum || i.op == operation::row_max) t.nan_like = argument(0).nan_like;
        break;
      default:
        function(t, rule_of(i.op), argument(0));
        // exp(−u) ≤ 1 for u ≥ 0
        if (i.op == operation::exp && is_not_positive(i.arguments[0])) t.at_most = growth::constant;
        if (t.at_most == growth::constant) t.degree = 0;
        if (i.op == operation::abs) t.degree = argument(0).degree, t.least_degree = argument(0).least_degree;
    }
    return t;
  }

  [[nodiscard]] constexpr bool is_number(program::position p) const { return (*program_)[p].op == operation::number; }

  /// Is it −u for a u that is known not to be negative?
  [[nodiscard]] constexpr bool is_not_positive(program::position p) const {
    const instruction& i = (*program_)[p];
    if (i.op != operation::negate) return false;
    const instruction& u = (*program_)[i.arguments[0]];
    return rule_of(u.op).is(nonnegative) || (u.op == operation::multiply && u.arguments[0] == u.arguments[1]);
  }

  static constexpr void product(growth& t, const growth& u, const growth& v, bool shows_nan_of_u) {
    t.at_most = u.at_most == growth::constant   ? v.at_most
                : v.at_most == growth::constant ? u.at_most
                                                : larger(growth::polynomial, larger(u.at_most, v.at_most));
    // a factor of which nothing is known may be 0 where the other is not
    const unsigned char none = 0;
    t.vanishes =
        larger(v.at_most == growth::unknown ? none : u.vanishes, u.at_most == growth::unknown ? none : v.vanishes);
    const bool grows = (u.at_least != growth::none && v.at_most != growth::unknown && v.vanishes == 0) ||
                       (v.at_least != growth::none && u.at_most != growth::unknown && u.vanishes == 0);
    const bool both = u.at_least != growth::none && v.at_least != growth::none;
    if (grows) t.at_least = larger(larger(u.at_least, v.at_least), both ? growth::as_square : growth::none);
    if (u.degree + v.degree < growth::no_degree) t.degree = static_cast<unsigned char>(u.degree + v.degree);
    if (u.least_degree != 0 && v.least_degree != 0)
      t.least_degree = static_cast<unsigned char>(smaller(u.least_degree + v.least_degree, growth::no_degree - 1));
    t.nan_like = v.nan_like | (shows_nan_of_u ? u.nan_like : 0);
  }

  static constexpr void function(growth& t, const primitive& rule, const growth& u) {
    t.at_most = rule.is(oscillating)   ? growth::polynomial  // no limit: NaN at infinity, like ∞ there
                : rule.is(bounded)     ? growth::constant
                : rule.is(exponential) ? (u.at_most == growth::constant ? growth::constant
                                          : u.at_most == growth::linear ? growth::exponential
                                                                        : growth::unknown)
                                       : u.at_most;
    if (u.at_least != growth::none) {
      if (rule.is(vanishing)) t.vanishes = u.at_least > growth::as_line || rule.op == operation::pdf ? 2 : 1;
      if (rule.is(growing)) t.at_least = u.at_least;
      if (rule.is(exponential)) t.at_least = growth::as_exponential;
    }
    if (rule.is(through_zero)) t.vanishes = larger(t.vanishes, u.vanishes);
    t.nan_like = u.nan_like;
  }

  /// A NaN in the condition takes the else branch; a NaN beside it reaches the result through both.
  static constexpr std::uint64_t nan_of_select(std::uint64_t condition, std::uint64_t chosen, std::uint64_t otherwise) {
    return otherwise & (condition | chosen);
  }
};

}  // namespace ogive::detail
