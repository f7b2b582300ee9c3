// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. Rewrite rules that change how a program rounds, overflows or treats NaN, never what it means:
// a program goes in, one that has the mathematical limits at ±∞ and passes NaN on comes out. The last pass but one.
#pragma once

#include <cstdint>
#include <limits>

#include <ogive/program/primitives.hpp>
#include <ogive/program/program.hpp>

namespace ogive {
namespace detail {

/// What the stable rules know of an instruction.
struct traits_of_value {
  enum growth : unsigned char { constant_bound, polynomial, unknown };
  growth size = unknown;
  bool vanishes = false;         ///< tends to 0 at least exponentially somewhere at infinity
  bool linear = false;           ///< |u| grows at least like |x|
  std::uint64_t depends_on = 0;  ///< inputs and parameters, a bit each
  std::uint64_t nan_like = 0;    ///< is NaN whenever one of these is NaN
};

class stable_rewriter {
 public:
  using position = program::position;

  constexpr stable_rewriter(const program& from, program& to) : from_(&from), to_(&to) {}

  constexpr void run() {
    for (const instruction& step : from_->code) {
      moved_.push_back(rewritten(relocated(step, moved_)));
      for (std::size_t i = known_.size(); i != to_->code.size(); ++i) known_.push_back(examine(to_->code[i]));
    }
    for (const position r : from_->results) to_->results.push_back(moved_[static_cast<std::size_t>(r)]);
  }

 private:
  const program* from_;
  program* to_;
  list<position> moved_;
  list<traits_of_value> known_;

  [[nodiscard]] constexpr const traits_of_value& of(position p) const { return known_[static_cast<std::size_t>(p)]; }

  constexpr position rewritten(const instruction& i) {
    const position a = i.arguments[0], b = i.arguments[1];
    switch (i.op) {
      // u·v = 0 where v = 0, whatever u, if v vanishes exponentially and u grows like a power: x·σ(x) at −∞
      case operation::multiply:
        if (attenuates(a, b)) return to_->emit(operation::attenuate, a, b);
        if (attenuates(b, a)) return to_->emit(operation::attenuate, b, a);
        return to_->emit(i);
      // u / (c + |u|) = ±1 at ±∞
      case operation::divide: return saturates(a, b) ? saturated(i) : to_->emit(i);
      // where() is NaN if its condition has a NaN. A plain select does, if the branch that NaN takes is NaN itself.
      case operation::where_less: return selected(i, operation::select_less, operation::select_less_equal);
      case operation::where_less_equal: return selected(i, operation::select_less_equal, operation::select_less);
      default: return to_->emit(i);
    }
  }

  [[nodiscard]] constexpr bool attenuates(position u, position v) const {
    return of(v).vanishes && of(u).size == traits_of_value::polynomial && (of(u).depends_on & ~of(v).nan_like) == 0;
  }

  [[nodiscard]] constexpr bool saturates(position u, position v) const {
    const instruction& sum = (*to_)[v];
    if (sum.op != operation::add) return false;
    for (std::size_t k = 0; k != 2; ++k) {
      const instruction& constant = (*to_)[sum.arguments[k]];
      const instruction& size = (*to_)[sum.arguments[1 - k]];
      if (constant.op == operation::number && constant.value > 0 && size.op == operation::abs && size.arguments[0] == u)
        return true;
    }
    return false;
  }

  constexpr position saturated(const instruction& quotient) {
    const position u = quotient.arguments[0];
    const position infinity = to_->emit_number(std::numeric_limits<double>::infinity());
    const position limit = to_->emit(operation::copy_sign, to_->emit_number(1), u);
    return to_->emit(operation::select_less_equal, infinity, to_->emit(operation::abs, u), limit, to_->emit(quotient));
  }

  /// where(l < r, a, b) as a plain select, in which NaN takes the branch that is NaN itself.
  constexpr position selected(const instruction& i, operation same_way, operation reversed) {
    const position l = i.arguments[0], r = i.arguments[1], a = i.arguments[2], b = i.arguments[3];
    const std::uint64_t asked = of(l).depends_on | of(r).depends_on;
    if ((asked & ~of(b).nan_like) == 0) return to_->emit(same_way, l, r, a, b);
    if ((asked & ~of(a).nan_like) == 0) return to_->emit(reversed, r, l, b, a);
    position p = to_->emit(same_way, l, r, a, b);
    for (const position side : {l, r}) {
      if ((of(side).depends_on & ~of(b).nan_like) != 0) p = to_->emit(operation::pass_nan, side, p);
    }
    return p;
  }

  [[nodiscard]] constexpr traits_of_value examine(const instruction& i) const {
    traits_of_value t;
    const int count = arity(i.op);
    const auto argument = [&](int k) -> const traits_of_value& { return of(i.arguments[static_cast<std::size_t>(k)]); };
    for (int k = 0; k != count; ++k) t.depends_on |= argument(k).depends_on;
    const auto larger = [](const traits_of_value& a, const traits_of_value& b) {
      return a.size < b.size ? b.size : a.size;
    };
    switch (i.op) {
      case operation::number: t.size = traits_of_value::constant_bound; break;
      case operation::input:
        t = {.size = traits_of_value::polynomial,
             .linear = true,
             .depends_on = bit(i.arguments[0]),
             .nan_like = bit(i.arguments[0])};
        break;
      case operation::parameter: {
        const std::uint64_t own = bit(static_cast<int>(from_->inputs.size()) + i.arguments[0]);
        t = {.size = traits_of_value::constant_bound, .depends_on = own, .nan_like = own};
        break;
      }
      case operation::negate: t = argument(0); break;
      case operation::add:
      case operation::subtract:
        t.size = larger(argument(0), argument(1));
        t.vanishes = argument(0).vanishes && argument(1).vanishes;
        t.linear = argument(0).linear || argument(1).linear;
        t.nan_like = argument(0).nan_like | argument(1).nan_like;
        break;
      case operation::multiply:
      case operation::attenuate:
        t.size = larger(argument(0), argument(1));
        t.vanishes = argument(0).vanishes || argument(1).vanishes;
        t.linear = (argument(0).linear && argument(1).size != traits_of_value::unknown && !argument(1).vanishes) ||
                   (argument(1).linear && argument(0).size != traits_of_value::unknown && !argument(0).vanishes);
        t.nan_like = argument(1).nan_like | (i.op == operation::multiply ? argument(0).nan_like : 0);
        break;
      case operation::divide: {
        const bool by_constant = (*to_)[i.arguments[1]].op == operation::number;
        t.size = by_constant ? argument(0).size : traits_of_value::unknown;
        t.vanishes = argument(0).vanishes;
        t.linear = by_constant && argument(0).linear;
        t.nan_like = argument(0).nan_like | argument(1).nan_like;
        break;
      }
      case operation::copy_sign: t.size = argument(0).size, t.nan_like = argument(0).nan_like; break;
      case operation::pass_nan:
        t = argument(1);
        t.depends_on |= argument(0).depends_on;
        t.nan_like |= argument(0).nan_like;
        break;
      case operation::select_less:
      case operation::select_less_equal:
        t.size = larger(argument(2), argument(3));
        t.linear = argument(2).linear || argument(3).linear;
        t.nan_like = nan_of_select(i);
        break;
      default: {
        const primitive& rule = rule_of(i.op);
        t.size = rule.is(bounded)       ? traits_of_value::constant_bound
                 : rule.is(exponential) ? traits_of_value::unknown
                                        : argument(0).size;
        t.vanishes = (rule.is(vanishing) && argument(0).linear) || (rule.is(through_zero) && argument(0).vanishes);
        t.linear = rule.is(growing) && argument(0).linear;
        t.nan_like = argument(0).nan_like;
      }
    }
    return t;
  }

  /// A NaN in the condition takes the else branch; a NaN beside it reaches the result through both.
  [[nodiscard]] constexpr std::uint64_t nan_of_select(const instruction& i) const {
    const std::uint64_t condition = of(i.arguments[0]).nan_like | of(i.arguments[1]).nan_like;
    const std::uint64_t chosen = of(i.arguments[2]).nan_like, otherwise = of(i.arguments[3]).nan_like;
    return otherwise & (condition | chosen);
  }

  static constexpr std::uint64_t bit(int k) { return std::uint64_t{1} << k; }
};

}  // namespace detail

/// The program with the limits of the mathematics at ±∞ and with NaN passed on.
constexpr program rewrite_stably(const program& from) {
  program to = from.fresh();
  detail::stable_rewriter(from, to).run();
  return without_dead_code(to);
}

}  // namespace ogive
