// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. Rewrite rules that change how a program rounds, overflows or treats NaN, never what it means:
// a program goes in, one that has the mathematical limits at ±∞ and passes NaN on comes out. The last pass but one.
#pragma once

#include <cstdint>
#include <limits>
#include <utility>

#include <ogive/calculus/growth.hpp>
#include <ogive/program/primitives.hpp>
#include <ogive/program/program.hpp>

namespace ogive {
namespace detail {

class stable_rewriter {
 public:
  using position = program::position;

  constexpr stable_rewriter(const program& from, program& to) : from_(&from), to_(&to), of_(to, from.inputs.size()) {}

  constexpr void run() {
    for (const instruction& step : from_->code) moved_.push_back(rewritten(relocated(step, moved_)));
    for (const position r : from_->results) to_->results.push_back(moved_[static_cast<std::size_t>(r)]);
  }

 private:
  const program* from_;
  program* to_;
  growth_analysis of_;
  list<position> moved_;

  constexpr position rewritten(const instruction& i) {
    const position a = i.arguments[0], b = i.arguments[1];
    of_.follow();
    switch (i.op) {
      // u·v = 0 where v = 0, whatever u, if v vanishes faster than u grows: x·σ(x) at −∞
      case operation::multiply:
        if (a == b) return to_->emit(i);
        // p·u² = (p·u)·u for a parameter p: u² alone may overflow
        if (at(a).op == operation::parameter && is_square(b)) return times_square(a, at(b).arguments[0]);
        if (at(b).op == operation::parameter && is_square(a)) return times_square(b, at(a).arguments[0]);
        // c·(u + √(u² + d)) without an overflow inside
        if (const position p = scaled_sum_with_root(a, b); p >= 0) return p;
        if (const position p = scaled_sum_with_root(b, a); p >= 0) return p;
        if (attenuates(a, b) && attenuates(b, a)) {
          // each vanishes where the other grows; where a = 0, so is the product
          const position p = attenuated(a, b);
          return to_->emit(operation::select_less, number(0), to_->emit(operation::abs, a), p, a);
        }
        if (attenuates(a, b)) return attenuated(a, b);
        if (attenuates(b, a)) return attenuated(b, a);
        // u · (v / (c + a·u²)) = v · (u / (c + a·u²)), whose limit is known
        if (const position w = divisor_with_square(b, a); w >= 0) return over_square(a, at(b).arguments[0], w);
        if (const position w = divisor_with_square(a, b); w >= 0) return over_square(b, at(a).arguments[0], w);
        return to_->emit(i);
      case operation::add:
        if (is_root_beside(b, a)) return sum_with_root(a, b);
        if (is_root_beside(a, b)) return sum_with_root(b, a);
        if (const position p = one_beside_ratio(a, b); p >= 0) return p;
        if (const position p = one_beside_ratio(b, a); p >= 0) return p;
        return to_->emit(i);
      case operation::subtract: return is_minus_mean(a, b) ? minus_mean(a, b) : to_->emit(i);
      case operation::divide: return quotient(i);
      case operation::sqrt: return square_root(i);
      // where() is NaN if its condition has a NaN. A plain select does, if the branch that NaN takes is NaN itself.
      case operation::where_less: return selected(i, operation::select_less, operation::select_less_equal);
      case operation::where_less_equal: return selected(i, operation::select_less_equal, operation::select_less);
      default: return to_->emit(i);
    }
  }

  [[nodiscard]] constexpr const instruction& at(position p) const { return (*to_)[p]; }
  constexpr position number(double v) { return to_->emit_number(v); }
  [[nodiscard]] constexpr bool is_positive_constant(position p) const {
    return at(p).op == operation::parameter || (at(p).op == operation::number && at(p).value > 0);
  }

  constexpr bool attenuates(position u, position v) {
    const growth &grows = of_[u], &vanishes = of_[v];
    const bool slower =
        (vanishes.vanishes == 1 && (grows.at_most == growth::linear || grows.at_most == growth::polynomial)) ||
        (vanishes.vanishes == 2 && growth::linear <= grows.at_most && grows.at_most <= growth::exponential);
    return slower && (grows.depends_on & ~vanishes.nan_like & inputs_only()) == 0;
  }

  /// u·v, and v where v = 0. A parameter in u that is NaN shows all the same.
  constexpr position attenuated(position u, position v) {
    position p = to_->emit(operation::attenuate, u, v);
    const std::uint64_t hidden = of_[u].depends_on & ~of_[v].nan_like;
    for (std::size_t slot = 0; slot != from_->parameters.size(); ++slot) {
      if ((hidden & growth_analysis::bit(from_->inputs.size() + slot)) == 0) continue;
      const position parameter = to_->emit(operation::parameter, static_cast<position>(slot));
      p = to_->emit(operation::pass_nan, parameter, p);
    }
    return p;
  }
  [[nodiscard]] constexpr std::uint64_t inputs_only() const { return growth_analysis::bit(from_->inputs.size()) - 1; }

  /// w if p is a quotient by w = c + a·u², else −1.
  constexpr position divisor_with_square(position p, position u) {
    if (at(p).op != operation::divide || at(p).arguments[0] == u) return -1;
    const position w = at(p).arguments[1];
    return square_in(w).of == u ? w : -1;
  }
  constexpr position over_square(position u, position v, position w) {
    const instruction q{.op = operation::divide, .arguments = {narrow(u), narrow(w), -1, -1}};
    return to_->emit(operation::multiply, v, quotient(q));
  }

  constexpr position quotient(const instruction& i) {
    const position u = i.arguments[0], v = i.arguments[1];
    // (1/w) / √w, with what the first quotient lost
    if (const position p = corrected_over_root(i); p >= 0) return p;
    // u / (c + |u|) = ±1 at ±∞
    if (is_bound_of(v, u)) {
      const position limit = to_->emit(operation::copy_sign, number(1), u);
      return where_infinite(to_->emit(operation::abs, u), limit, to_->emit(i));
    }
    // u / (c + u) = 1 where u overflows
    if (of_[u].at_most != growth::constant && of_[u].at_most <= growth::polynomial && is_sum_with_constant(v, u))
      return where_infinite(to_->emit(operation::abs, u), number(1), to_->emit(i));
    // u / (c + √(d + a·u²)) = ±1/√a at ±∞
    if (const position root = root_beside_constant(v); root >= 0 && square_below(root).of == u)
      return where_infinite(to_->emit(operation::abs, u), sign_over_root(square_below(root), u), to_->emit(i));
    // u / (c + a·u²) = 1/(a·u) where the divisor overflows
    if (const scaled_square s = square_in(v); s.of == u) {
      const position far = to_->emit(operation::divide, number(1), to_->emit(operation::multiply, s.factor, u));
      return where_infinite(v, far, to_->emit(i));
    }
    // d / (c + a·u²) = (d/(a·u))/u there
    if (const scaled_square s = square_in(v); s.of >= 0 && at(u).op == operation::number) {
      const position far = to_->emit(operation::divide, u, to_->emit(operation::multiply, s.factor, s.of));
      return where_infinite(v, to_->emit(operation::divide, far, s.of), to_->emit(i));
    }
    // u / √(c + a·u²) = ±1/√a where what is under the root overflows
    if (const position root = root_in(v); root >= 0) {
      const position w = at(root).arguments[0];
      const scaled_square s = square_in(w);
      if (s.of == u) return where_infinite(w, sign_over_root(s, u), to_->emit(i));
    }
    // u / v = 0 where v overflows, if it is of a higher degree than the product u
    const growth &above = of_[u], &below = of_[v];
    if (at(u).op != operation::add && above.degree != 0 && above.degree < below.least_degree &&
        (above.depends_on & ~below.nan_like) == 0)
      return where_infinite(to_->emit(operation::abs, v), number(0), to_->emit(i));
    return to_->emit(i);
  }

  /// What is under a root: rest + factor·of².
  struct scaled_square {
    position factor = -1, of = -1, rest = -1;
  };

  // q = a/√w for a = 1/w: q + q·(1 − a·w), but where w overflows
  constexpr position corrected_over_root(const instruction& i) {
    const position root = root_in(i.arguments[1]);
    const instruction limited = at(i.arguments[0]);
    if (root < 0 || limited.op != operation::select_less_equal) return -1;
    const position w = at(root).arguments[0], a = limited.arguments[3];
    const instruction quotient = at(a);
    if (limited.arguments[1] != w || quotient.op != operation::divide || quotient.arguments[1] != w) return -1;
    const position one = quotient.arguments[0];
    if (at(one).op != operation::number || at(one).value != 1) return -1;
    const position q = to_->emit(operation::divide, a, root);
    const position lost = to_->emit(operation::subtract, one, to_->emit(operation::multiply, a, w));
    const position near = to_->emit(operation::add, q, to_->emit(operation::multiply, q, lost));
    return where_infinite(w, to_->emit(i), near);
  }

  /// The root in v = c + √…, or −1.
  [[nodiscard]] constexpr position root_beside_constant(position v) const {
    if (at(v).op != operation::add) return -1;
    for (std::size_t k = 0; k != 2; ++k) {
      if (!is_positive_constant(at(v).arguments[k])) continue;
      if (const position root = root_in(at(v).arguments[1 - k]); root >= 0) return root;
    }
    return -1;
  }
  constexpr position sign_over_root(const scaled_square& s, position u) {
    const position size = to_->emit(operation::divide, number(1), to_->emit(operation::sqrt, s.factor));
    return to_->emit(operation::copy_sign, size, u);
  }

  /// Is v = c + |u|?
  [[nodiscard]] constexpr bool is_bound_of(position v, position u) const {
    if (at(v).op != operation::add) return false;
    for (std::size_t k = 0; k != 2; ++k) {
      const instruction& size = at(at(v).arguments[1 - k]);
      if (is_positive_constant(at(v).arguments[k]) && size.op == operation::abs && size.arguments[0] == u) return true;
    }
    return false;
  }

  /// Is v = c + u?
  [[nodiscard]] constexpr bool is_sum_with_constant(position v, position u) const {
    if (at(v).op != operation::add) return false;
    for (std::size_t k = 0; k != 2; ++k) {
      if (is_positive_constant(at(v).arguments[k]) && at(v).arguments[1 - k] == u) return true;
    }
    return false;
  }

  /// far where w is infinite, else near.
  constexpr position where_infinite(position w, position far, position near) {
    return to_->emit(operation::select_less_equal, number(std::numeric_limits<double>::infinity()), w, far, near);
  }

  /// √(c + a·u²) = √a·|u| where what is under the root overflows
  constexpr position square_root(const instruction& root) {
    const scaled_square s = square_in(root.arguments[0]);
    if (s.of < 0) return to_->emit(root);
    const position size = to_->emit(operation::abs, s.of);
    const bool plain = at(s.factor).op == operation::number && at(s.factor).value == 1;
    const position asymptote =
        plain ? size : to_->emit(operation::multiply, to_->emit(operation::sqrt, s.factor), size);
    return where_infinite(root.arguments[0], asymptote, to_->emit(root));
  }

  /// The root inside what `square_root` makes of it, or −1.
  [[nodiscard]] constexpr position root_in(position p) const {
    if (at(p).op != operation::select_less_equal) return -1;
    const position inside = at(p).arguments[3];
    return at(inside).op == operation::sqrt ? inside : -1;
  }
  constexpr scaled_square square_below(position root) {
    return root < 0 ? scaled_square{} : square_in(at(root).arguments[0]);
  }

  constexpr scaled_square square_in(position sum) {
    if (at(sum).op != operation::add) return {};
    for (std::size_t k = 0; k != 2; ++k) {
      const position rest = at(sum).arguments[k];
      if (!is_positive_constant(rest)) continue;
      if (const scaled_square s = square_of(at(sum).arguments[1 - k]); s.of >= 0) return {s.factor, s.of, rest};
    }
    return {};
  }

  /// u·u, a·(u·u), u·(a·u)
  constexpr scaled_square square_of(position p) {
    const instruction i = at(p);
    if (i.op != operation::multiply) return {};
    const position u = i.arguments[0], v = i.arguments[1];
    if (u == v) return {number(1), u, -1};
    for (const auto& [outer, inner] : {std::pair{u, v}, std::pair{v, u}}) {
      const instruction& product = at(inner);
      if (product.op != operation::multiply) continue;
      const position a = product.arguments[0], b = product.arguments[1];
      if (is_positive_constant(outer) && a == b) return {outer, a, -1};
      if (is_positive_constant(a) && b == outer) return {a, outer, -1};
      if (is_positive_constant(b) && a == outer) return {b, outer, -1};
    }
    return {};
  }

  /// Is v = factor·u for a number, 1 if they are the same?
  [[nodiscard]] constexpr bool is_multiple(position v, double factor, position u) const {
    if (v == u) return factor == 1;
    const instruction& i = at(v);
    return i.op == operation::multiply && at(i.arguments[0]).op == operation::number &&
           at(i.arguments[0]).value == factor && i.arguments[1] == u;
  }

  /// Is p = √(u² + c)? u may be a multiple k·t, and the square k²·t².
  constexpr bool is_root_beside(position p, position u) {
    const scaled_square s = square_below(root_in(p));
    if (s.of < 0 || at(s.factor).op != operation::number) return false;
    if (at(s.factor).value == 1) return s.of == u;
    const instruction& i = at(u);
    const double k =
        i.op == operation::multiply && at(i.arguments[0]).op == operation::number ? at(i.arguments[0]).value : 0;
    return k * k == at(s.factor).value && is_multiple(u, k, s.of);
  }

  /// u + √(u² + c) = c / (√(u² + c) − u) for u < 0, where the sum would cancel
  constexpr position sum_with_root(position u, position root) {
    const position rest = square_below(root_in(root)).rest;
    const position mirrored = to_->emit(operation::divide, rest, to_->emit(operation::subtract, root, u));
    return to_->emit(operation::select_less, u, number(0), mirrored, to_->emit(operation::add, u, root));
  }

  // c·(u + √(u² + d)) = u < 0 ? (c/2·d) / (√(u² + d)/2 − u/2) : c·u + c·√(u² + d), for |c| ≤ 1
  constexpr position scaled_sum_with_root(position c, position p) {
    const instruction chosen = at(p);
    if (at(c).op != operation::number || !(-1 <= at(c).value && at(c).value <= 1)) return -1;
    if (chosen.op != operation::select_less || at(chosen.arguments[3]).op != operation::add) return -1;
    const position u = chosen.arguments[0], root = at(chosen.arguments[3]).arguments[1];
    if (at(chosen.arguments[3]).arguments[0] != u || !is_root_beside(root, u)) return -1;
    const auto times = [&](double factor, position v) { return to_->emit(operation::multiply, number(factor), v); };
    const position above = times(at(c).value / 2, square_below(root_in(root)).rest);
    const position below = to_->emit(operation::subtract, times(0.5, root), times(0.5, u));
    const position sum = to_->emit(operation::add, times(at(c).value, u), times(at(c).value, root));
    return to_->emit(operation::select_less, u, number(0), to_->emit(operation::divide, above, below), sum);
  }

  // k + k·u/r = k · (1 + u/r) and
  // 1 + u/r = d / (r² − u·r) for u < 0 and r = √(u² + d), where the sum would cancel; for u = k·t the ratio is k²·(t/r)
  constexpr position one_beside_ratio(position one, position ratio) {
    if (at(one).op != operation::number || !(at(one).value > 0)) return -1;
    const double k = at(one).value;
    if (k != 1) {
      const instruction product = at(ratio);
      if (product.op != operation::multiply || at(product.arguments[0]).op != operation::number) return -1;
      const instruction limited = at(product.arguments[1]);
      if (limited.op != operation::select_less_equal) return -1;
      const instruction quotient = at(limited.arguments[3]);
      if (quotient.op != operation::divide) return -1;
      const position t = quotient.arguments[0], r = quotient.arguments[1];
      const scaled_square s = square_below(root_in(r));
      if (s.of != t || at(s.factor).op != operation::number) return -1;
      // k + c·t/r with c = k·√factor
      const double c = at(product.arguments[0]).value, root_of_factor = c / k;
      if (root_of_factor * root_of_factor != at(s.factor).value || root_of_factor * k != c) return -1;
      const position u = root_of_factor == 1 ? t : to_->emit(operation::multiply, number(root_of_factor), t);
      const position q =
          where_infinite(at(r).arguments[1], sign_over_root({number(1), u, -1}, u), to_->emit(operation::divide, u, r));
      return to_->emit(operation::multiply, number(k), one_with_ratio(u, r, q));
    }
    const instruction limited = at(ratio);
    if (limited.op != operation::select_less_equal) return -1;
    const instruction quotient = at(limited.arguments[3]);
    if (quotient.op != operation::divide || !is_root_beside(quotient.arguments[1], quotient.arguments[0])) return -1;
    return one_with_ratio(quotient.arguments[0], quotient.arguments[1], ratio);
  }
  constexpr position one_with_ratio(position u, position r, position ratio) {
    const position d = square_below(root_in(r)).rest, w = at(root_in(r)).arguments[0];
    const position divisor = to_->emit(operation::subtract, w, to_->emit(operation::multiply, u, r));
    const position far =
        to_->emit(operation::divide, to_->emit(operation::divide, d, r), to_->emit(operation::subtract, r, u));
    const position mirrored = where_infinite(divisor, far, to_->emit(operation::divide, d, divisor));
    return to_->emit(operation::select_less, u, number(0), mirrored, to_->emit(operation::add, number(1), ratio));
  }

  [[nodiscard]] constexpr bool is_square(position p) const {
    return at(p).op == operation::multiply && at(p).arguments[0] == at(p).arguments[1];
  }
  constexpr position times_square(position factor, position u) {
    return to_->emit(operation::multiply, to_->emit(operation::multiply, factor, u), u);
  }

  /// Is v = Σ u·w / Σ w, the mean of u over a row with weights w?
  constexpr bool is_minus_mean(position u, position v) { return weight_of_mean(u, v) >= 0 && of_[u].varies; }

  [[nodiscard]] constexpr position weight_of_mean(position u, position v) const {
    if (at(v).op != operation::divide) return -1;
    const instruction &above = at(at(v).arguments[0]), &below = at(at(v).arguments[1]);
    if (above.op != operation::row_sum || below.op != operation::row_sum) return -1;
    const instruction& product = at(above.arguments[0]);
    const position w = below.arguments[0];
    const bool found = product.op == operation::multiply && ((product.arguments[0] == u && product.arguments[1] == w) ||
                                                             (product.arguments[1] == u && product.arguments[0] == w));
    return found ? w : -1;
  }

  /// u − Σ u·w / Σ w = t − Σ t·w / Σ w with t = u − c, for c = u in the column of the greatest weight: if that weight
  /// is nearly all, u there is nearly its mean, and the difference keeps its digits.
  constexpr position minus_mean(position u, position mean) {
    const position w = weight_of_mean(u, mean);
    const position c = to_->emit(operation::row_pick, u, to_->emit(operation::row_argmax, monotone_part(w)));
    const position t = to_->emit(operation::subtract, u, c);
    const position sum = to_->emit(operation::row_sum, to_->emit(operation::multiply, t, w));
    return to_->emit(operation::subtract, t, to_->emit(operation::divide, sum, at(mean).arguments[1]));
  }

  /// What is greatest in the same column: u for eᵘ, and for u ± r if r is one number for the row.
  constexpr position monotone_part(position p) {
    const instruction i = at(p);
    if (i.op == operation::exp) return monotone_part(i.arguments[0]);
    const bool shifted = i.op == operation::add || i.op == operation::subtract;
    return shifted && !of_[i.arguments[1]].varies ? monotone_part(i.arguments[0]) : p;
  }

  /// where(l < r, a, b) as a plain select, in which NaN takes the branch that is NaN itself.
  constexpr position selected(const instruction& i, operation same_way, operation reversed) {
    const position l = i.arguments[0], r = i.arguments[1], a = i.arguments[2], b = i.arguments[3];
    const std::uint64_t asked = of_[l].depends_on | of_[r].depends_on;
    if ((asked & ~of_[b].nan_like) == 0) return to_->emit(same_way, l, r, a, b);
    if ((asked & ~of_[a].nan_like) == 0) return to_->emit(reversed, r, l, b, a);
    position p = to_->emit(same_way, l, r, a, b);
    for (const position side : {l, r}) {
      if ((of_[side].depends_on & ~of_[b].nan_like) != 0) p = to_->emit(operation::pass_nan, side, p);
    }
    return p;
  }
};

}  // namespace detail

/// The program with the limits of the mathematics at ±∞ and with NaN passed on.
constexpr program rewrite_stably(const program& from) {
  program to = from.fresh();
  detail::stable_rewriter(from, to).run();
  return without_dead_code(std::move(to));
}

}  // namespace ogive
