// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. The stable rules for squares, square roots and quotients of them: values that do not overflow
// where u² does, sums that do not cancel. Part of the pass in stable.hpp.
#pragma once

#include <limits>
#include <utility>

#include <ogive/calculus/reading.hpp>
#include <ogive/program/primitives.hpp>
#include <ogive/program/program.hpp>

namespace ogive::detail {

/// Recognises such values in the program that it writes, and writes others in their place.
class root_writer : public program_reader {
 protected:
  constexpr explicit root_writer(program& to) : program_reader(to) {}

  constexpr position number(double v) { return out_->emit_number(v); }
  [[nodiscard]] constexpr bool is_positive_constant(position p) const {
    return is(p, operation::parameter) || (is_number(p) && value(p) > 0);
  }

  /// What is under a root: rest + factor·of².
  struct scaled_square {
    position factor = -1, of = -1, rest = -1;
  };

  /// far where w is infinite, else near.
  constexpr position where_infinite(position w, position far, position near) {
    return out_->emit(operation::select_less_equal, number(std::numeric_limits<double>::infinity()), w, far, near);
  }

  /// √(c + a·u²) = √a·|u| where what is under the root overflows
  constexpr position square_root(const instruction& root) {
    const scaled_square s = square_in(root.arguments[0]);
    if (s.of < 0) return out_->emit(root);
    const position asymptote = times(root_of(s.factor), out_->emit(operation::abs, s.of));
    return where_infinite(root.arguments[0], asymptote, out_->emit(root));
  }

  /// The root inside what `square_root` makes of it, or −1.
  [[nodiscard]] constexpr position root_in(position p) const {
    if (!is(p, operation::select_less_equal)) return -1;
    const position root = argument(p, 3);
    const bool is_limited = is_number(argument(p, 0), std::numeric_limits<double>::infinity()) &&
                            is(root, operation::sqrt) && argument(root, 0) == argument(p, 1);
    return is_limited ? root : -1;
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

  /// s·√(c + a·u²) for |s| < 1, where √a·|u| may overflow and s·√a·|u| need not; else −1
  constexpr position scaled_root(position s, position p) {
    const position root = root_in(p);
    if (root < 0 || !is_number(s)) return -1;
    // the root far out: k·|t| or |k·t|
    const position far = argument(p, 2);
    const scaled size = split(is(far, operation::abs) ? argument(far, 0) : far);
    const double k = size.factor < 0 ? -size.factor : size.factor;
    if (!(k > 1) || !(-1 < value(s) && value(s) < 1)) return -1;
    const position t = is(size.term, operation::abs) ? size.term : out_->emit(operation::abs, size.term);
    return where_infinite(argument(root, 0), times(number(value(s) * k), t), out_->emit(operation::multiply, s, root));
  }

  /// Is p = √(u² + c)? u may be a multiple k·t, and the square k²·t²; or the size or the negative of such a u.
  constexpr bool is_root_beside(position p, position u) {
    while (is(u, operation::negate) || is(u, operation::abs)) u = argument(u, 0);
    const scaled_square s = square_below(root_in(p));
    if (s.of < 0 || !is_number(s.factor)) return false;
    if (value(s.factor) == 1) return s.of == u;
    const double k = split(u).factor;
    return k * k == value(s.factor) && is_multiple(u, k, s.of);
  }

  /// c·u, and (c·k)·t for u = k·t
  constexpr position multiple(double c, position u) {
    const scaled s = split(u);
    return s.term < 0 ? times(number(c), u) : times(number(c * s.factor), s.term);
  }

  /// c·(u + √(u² + d)) = c·s·d / (s·√(u² + d) − s·u) for u < 0, else `other`; an s for which neither term overflows. A
  /// u so small that s·u is 0 is none, for there d may be 0, too.
  constexpr position mirrored_below(double c, position u, position root, position other) {
    const position d = square_below(root_in(root)).rest;
    const double s = scale_beside_root(split(u).factor, is_number(d) ? value(d) : 1);
    const position su = multiple(s, u), below = out_->emit(operation::subtract, product(number(s), root), su);
    const position mirrored = out_->emit(operation::divide, times(number(c * s), d), below);
    return out_->emit(operation::select_less, is_number(d) ? u : su, number(0), mirrored, other);
  }

  /// u + √(u² + c), which would cancel for u < 0
  constexpr position sum_with_root(position u, position root) {
    return mirrored_below(1, u, root, out_->emit(operation::add, u, root));
  }

  // c·(u + √(u² + d)) = c·u + c·√(u² + d) for u ≥ 0 and |c| ≤ 1
  constexpr position scaled_sum_with_root(position c, position p) {
    if (!is_number(c) || !(-1 <= value(c) && value(c) <= 1)) return -1;
    if (!is(p, operation::select_less) || !is(argument(p, 3), operation::add)) return -1;
    const position u = argument(argument(p, 3), 0), root = argument(argument(p, 3), 1);
    if (!is_root_beside(root, u) || sum_with_root(u, root) != p) return -1;
    return mirrored_below(value(c), u, root, out_->emit(operation::add, multiple(value(c), u), product(c, root)));
  }

  /// c·√…, for a number c as `scaled_root` has it
  constexpr position product(position c, position root) {
    const position p = scaled_root(c, root);
    return p < 0 ? out_->emit(operation::multiply, c, root) : p;
  }

  // k ± k·u/r = k · (1 ± u/r) and
  // 1 + u/r = d / (r² − u·r) for u < 0 and r = √(u² + d), where the sum would cancel; for u = c·t the ratio is
  // k·c·(t/r)
  constexpr position one_beside_ratio(position one, position ratio, bool minus = false) {
    if (!is_number(one) || !(value(one) > 0)) return -1;
    const double k = value(one);
    double factor = 1;
    if (is(ratio, operation::multiply) && is_number(argument(ratio, 0)))
      factor = value(argument(ratio, 0)), ratio = argument(ratio, 1);
    if (!is(ratio, operation::select_less_equal) || !is(argument(ratio, 3), operation::divide)) return -1;
    const position t = argument(argument(ratio, 3), 0), r = argument(argument(ratio, 3), 1);
    const scaled_square s = square_below(root_in(r));
    if (s.of < 0 || !(s.of == t || is_absolute(t, s.of)) || !is_number(s.factor)) return -1;
    const double c = factor / k;
    if (c * c != value(s.factor) || c * k != factor) return -1;
    const position u = times(number(c), t);
    const position p = one_with_ratio(minus ? out_->emit(operation::negate, u) : u, r);
    return k == 1 ? p : out_->emit(operation::multiply, one, p);
  }
  /// By one division; where its divisor overflows, d / (2·r²) = (d/r)·(d/r) / (2·d). That takes a d which is small
  /// beside r² then, and has a reciprocal.
  constexpr position one_with_ratio(position u, position r) {
    const position d = square_below(root_in(r)).rest, w = at(root_in(r)).arguments[0];
    const bool minus = is(u, operation::negate);
    const scaled size = split(minus ? argument(u, 0) : u);
    const bool never_above = minus && size.factor > 0 && is(size.term, operation::abs);
    const auto by_sign = [&](position below, position above) {
      return never_above ? below : out_->emit(operation::select_less, u, number(0), below, above);
    };
    const position divisor = out_->emit(minus ? operation::add : operation::subtract, w,
                                        out_->emit(operation::multiply, minus ? argument(u, 0) : u, r));
    if (!is_tame_number(d)) {
      const position far =
          out_->emit(operation::divide, out_->emit(operation::divide, d, r), out_->emit(operation::subtract, r, u));
      const position above =
          where_infinite(w, sign_over_root({number(1), u, -1}, u), out_->emit(operation::divide, u, r));
      return by_sign(where_infinite(divisor, far, out_->emit(operation::divide, d, divisor)),
                     out_->emit(operation::add, number(1), above));
    }
    const position q = out_->emit(operation::divide, by_sign(d, u), by_sign(where_infinite(divisor, r, divisor), r));
    const position far = out_->emit(operation::multiply, q, times(number_over(0.5, d), q));
    return by_sign(where_infinite(divisor, far, q),
                   out_->emit(operation::add, number(1), where_infinite(w, number(1), q)));
  }

  /// d / (c + a·u²) by one division: by the divisor v, or where that overflows by u.
  constexpr position over_square_or_far(position d, position v, const scaled_square& s) {
    if (!is_tame_number(d) || !is_tame_number(s.factor)) {
      const position far = out_->emit(operation::divide, d, times(s.factor, s.of));
      return where_infinite(v, out_->emit(operation::divide, far, s.of), out_->emit(operation::divide, d, v));
    }
    const position q = out_->emit(operation::divide, d, where_infinite(v, s.of, v));
    const position far = times(number_over(1 / value(d), s.factor), q);
    return where_infinite(v, out_->emit(operation::multiply, far, q), q);
  }
  /// v/p for a number p
  constexpr position number_over(double v, position p) { return number(v / at(p).value); }

  /// √p, as a number if p is one whose root needs no rounding.
  constexpr position root_of(position p) {
    if (is_number(p)) {
      double root = value(p);
      for (int k = 0; k != 64; ++k) root = 0.5 * (root + value(p) / root);
      if (root * root == value(p)) return number(root);
    }
    return out_->emit(operation::sqrt, p);
  }
  constexpr position times(position factor, position u) {
    return is_number(factor, 1) ? u : out_->emit(operation::multiply, factor, u);
  }
  /// Is it c + |u|?
  [[nodiscard]] constexpr bool is_bound(position v) const {
    if (at(v).op != operation::add) return false;
    const auto is_size_of_input = [&](position p) {
      return at(p).op == operation::abs && at(at(p).arguments[0]).op == operation::input;
    };
    return (is_positive_constant(at(v).arguments[0]) && is_size_of_input(at(v).arguments[1])) ||
           (is_positive_constant(at(v).arguments[1]) && is_size_of_input(at(v).arguments[0]));
  }

  // q = a/√w for a = 1/w: q + q·(1 − a·w), and 0 where w overflows
  constexpr position corrected_over_root(const instruction& i) {
    const position root = root_in(i.arguments[1]);
    const instruction limited = at(i.arguments[0]);
    if (root < 0 || limited.op != operation::select_less_equal) return -1;
    const position w = at(root).arguments[0], one = number(1);
    const instruction quotient = at(limited.arguments[3]);
    if (limited.arguments[1] != w || quotient.op != operation::divide || quotient.arguments[0] != one) return -1;
    const instruction divisor = at(quotient.arguments[1]);
    if (divisor.op != operation::select_less_equal || divisor.arguments[3] != w) return -1;
    const position a = out_->emit(operation::divide, one, w);
    const position q = out_->emit(operation::divide, a, root);
    const position lost = out_->emit(operation::subtract, one, out_->emit(operation::multiply, a, w));
    const position near = out_->emit(operation::add, q, out_->emit(operation::multiply, q, lost));
    // (a·u²)^(−3/2) is no number that a float has, unless the factor is small or not known
    const position factor = square_in(w).factor;
    const bool vanishes = factor >= 0 && at(factor).op == operation::number && at(factor).value > 1e-8;
    return where_infinite(w, vanishes ? number(0) : out_->emit(i), near);
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
    const position root = root_of(s.factor);
    const position size = is_number(root) ? number(1 / value(root)) : out_->emit(operation::divide, number(1), root);
    return out_->emit(operation::copy_sign, size, u);
  }
};

}  // namespace ogive::detail
