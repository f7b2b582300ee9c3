// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, print. A formula goes in, its text comes out, as it would be typed again: `text<derive(swish)>`.
#pragma once

#include <cstddef>
#include <string_view>

#include <ogive/calculus/programs.hpp>
#include <ogive/print/number.hpp>
#include <ogive/print/shape.hpp>
#include <ogive/print/sink.hpp>

namespace ogive {
namespace detail {

constexpr std::string_view name_of(kink rule) {
  constexpr std::string_view names[] = {"as_written", "left", "right", "middle", "minimum_norm"};
  return names[static_cast<std::size_t>(rule)];
}

/// Prints a result of a program as one infix expression with the parentheses that it needs and no more.
class text_printer {
 public:
  constexpr text_printer(const program_view& p, sink& out) : program_(p), out_(&out), known_(p.length()) {}

  enum precedence { sum, product, prefix, atom };

  constexpr void print(program::position at, precedence context = sum) {
    const bool wrapped = precedence_of(program_[at]) < context;
    if (wrapped) out_->put('(');
    if (!known_.repeat(*out_, at, static_cast<int>(rule_))) {
      const std::size_t start = out_->size;
      print_bare(program_[at]);
      known_.remember(*out_, at, static_cast<int>(rule_), start);
    }
    if (wrapped) out_->put(')');
  }

 private:
  program_view program_;
  sink* out_;
  printed_parts known_;
  kink rule_ = kink::as_written;  // what the text around has for its kinks

  [[nodiscard]] constexpr bool is_row_mean(const instruction& i) const {
    return i.op == operation::divide && program_.is(i.arguments[0], operation::row_sum) &&
           program_.is(i.arguments[1], operation::row_size);
  }

  [[nodiscard]] constexpr precedence precedence_of(const instruction& i) const {
    switch (i.op) {
      case operation::number: return i.value < 0 ? product : atom;
      case operation::add:
      case operation::subtract: return sum;
      case operation::multiply:
      case operation::negate: return product;
      case operation::divide: return is_row_mean(i) ? atom : product;
      default: return atom;
    }
  }

  constexpr void print_bare(const instruction& i) {
    const program::position a = i.arguments[0], b = i.arguments[1];
    switch (i.op) {
      case operation::number: return print_number(*out_, i.value);
      case operation::input:
      case operation::row_input:
      case operation::parameter: return out_->put(program_.name_of(i));
      case operation::add: return infix(i, " + ", sum, program_.is(b, operation::subtract) ? product : sum);
      case operation::subtract: return infix(i, " - ", sum, product);
      case operation::multiply: return infix(i, " * ", product, program_.is(b, operation::divide) ? prefix : product);
      case operation::divide:
        if (is_row_mean(i)) return call("row_mean", program_[a].arguments[0]);
        return infix(i, " / ", product, prefix);
      case operation::negate: out_->put('-'); return print(a, prefix);
      case operation::where_less:
      case operation::where_less_equal: return choose(i);
      case operation::select_less:
      case operation::select_less_equal: {
        instruction choice = i;
        choice.op = i.op == operation::select_less ? operation::where_less : operation::where_less_equal;
        return choose(choice);
      }
      case operation::with_gradient:
        if (program_.is_number(b)) return call("stop", a);
        break;
      case operation::row_size: return out_->put(name_of(i.op));
      default: break;
    }
    call(name_of(i.op), a, b, i.arguments[2]);
  }

  constexpr void infix(const instruction& i, std::string_view symbol, precedence left, precedence right) {
    print(i.arguments[0], left);
    out_->put(symbol);
    print(i.arguments[1], right);
  }

  /// name(a, b, …) with the arguments that are not −1.
  constexpr void call(std::string_view name, program::position a, program::position b = -1, program::position c = -1) {
    out_->put(name);
    out_->put('(');
    print(a);
    for (const program::position further : {b, c}) {
      if (further < 0) continue;
      out_->put(", ");
      print(further);
    }
    out_->put(')');
  }

  constexpr void choose(const instruction& i) {
    const auto rule = static_cast<kink>(static_cast<int>(i.value));
    const kink around = rule_;
    if (rule != around) {
      out_->put("at_kink<");
      out_->put(name_of(rule));
      out_->put(">(");
    }
    rule_ = rule;
    select(choice_of(program_, i));
    rule_ = around;
    if (rule != around) out_->put(')');
  }

  constexpr void select(const choice& c) {
    switch (c.kind) {
      case choice::max: return call("max", c.left, c.right);
      case choice::min: return call("min", c.left, c.right);
      case choice::clamp: return call("clamp", c.left, c.right, c.a);
      case choice::abs: return call("abs", c.left);
      case choice::where: break;
    }
    out_->put("where(");
    print(c.left);
    out_->put(c.greater ? c.or_equal ? " >= " : " > " : c.or_equal ? " <= " : " < ");
    print(c.right);
    out_->put(", ");
    print(c.a);
    out_->put(", ");
    print(c.b);
    out_->put(')');
  }
};

constexpr void print_text(const program_view& p, sink& out) { print_results<text_printer>(p, out); }

/// The program of a formula by rules that are not those which it has.
template <auto F, rewriting Rules>
struct rewritten_by {
  constexpr program operator()() const {
    program p = lower(F, Rules);
    p.rules = Rules;
    return rewrite_exactly(p);
  }
};
template <auto F, rewriting Rules>
inline constexpr auto program_by = freeze<rewritten_by<F, Rules>{}>();
template <auto F>
inline constexpr auto program_by<F, rewriting::stable> = program_of<F>;

template <auto F, rewriting Rules>
inline constexpr auto text_storage = printed<program_by<F, Rules>, &print_text>();

}  // namespace detail

/// The formula as text after the exact rules: `text<derive(swish)>` is "sigmoid(x) + x * sigmoid(x) * sigmoid(-x)".
/// Several results stand with commas between them. With fewer rules it is the formula before the others: as it was
/// written, derivatives carried out, by `text<f, rewriting::none>`. What each rule did is in `rewrites<f>`.
template <auto F, rewriting Rules = rewriting::stable>
inline constexpr std::string_view text{detail::text_storage<F, Rules>.data(),
                                       detail::text_storage<F, Rules>.size() - 1};

}  // namespace ogive
