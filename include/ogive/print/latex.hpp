// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, print. A formula goes in, LaTeX for mathematics comes out: `latex<derive(swish)>`. Products and quotients
// are gathered into one fraction of powers, sums carry their signs, nested choices are one list of cases (amsmath).
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string_view>

#include <ogive/base/list.hpp>
#include <ogive/calculus/programs.hpp>
#include <ogive/print/latex_symbol.hpp>
#include <ogive/print/monomial.hpp>
#include <ogive/print/number.hpp>
#include <ogive/print/shape.hpp>
#include <ogive/print/sink.hpp>

namespace ogive {
namespace detail {

/// What stands before the parenthesis of a function of one argument.
constexpr std::string_view latex_name(operation op) {
  switch (op) {
    case operation::log: return "\\ln";
    case operation::sign: return "\\operatorname{sgn}";
    case operation::tanh: return "\\tanh";
    case operation::sech2: return "\\operatorname{sech}^{2}";
    case operation::sigmoid: return "\\sigma";
    case operation::softplus: return "\\operatorname{softplus}";
    case operation::erf: return "\\operatorname{erf}";
    case operation::erfc: return "\\operatorname{erfc}";
    case operation::pdf: return "\\varphi";
    case operation::cdf: return "\\Phi";
    case operation::sin: return "\\sin";
    case operation::cos: return "\\cos";
    case operation::atan: return "\\arctan";
    case operation::asinh: return "\\operatorname{arsinh}";
    default: return {};
  }
}

/// Prints a result of a program as a formula with the parentheses that it needs and no more.
class latex_printer {
 public:
  using position = program::position;

  constexpr latex_printer(const program_view& p, sink& out) : program_(p), out_(&out), known_(p.length()) {
    for (std::size_t k = 0; k != p.length(); ++k) {
      const instruction& i = p[static_cast<position>(k)];
      bool tall = i.op == operation::divide || (is_of_a_row(i.op) && arity(i.op) != 0) || is_cases(i);
      for (int argument = 0; argument != arity(i.op); ++argument)
        tall = tall || tall_[static_cast<std::size_t>(i.arguments[static_cast<std::size_t>(argument)])];
      tall_.push_back(tall);
      if (is_of_a_row(i.op)) has_rows_ = true;
    }
  }

  /// What the surroundings bind at least as strongly as: anything stands in `whole`, only an atom in `power`.
  enum precedence { whole, sum, reduction, product, power };

  constexpr void print(position at, precedence context = whole) {
    const enclosure brackets(*this, at, precedence_of(at) < context);
    if (known_.repeat(*out_, at, index_)) return;
    const std::size_t start = out_->size;
    print_bare(at);
    known_.remember(*out_, at, index_, start);
  }

 private:
  program_view program_;
  sink* out_;
  printed_parts known_;
  list<bool> tall_;  // by position: higher than a line
  bool has_rows_ = false;
  char index_ = 'i';  // of the column in a row; a reduction takes the next letter

  [[nodiscard]] constexpr bool is_cases(const instruction& i) const {
    const bool select = i.op == operation::where_less || i.op == operation::where_less_equal;
    return i.op == operation::at_column || (select && choice_of(program_, i).kind == choice::where);
  }

  [[nodiscard]] constexpr precedence precedence_of(position at) const {
    const instruction& i = program_[at];
    switch (i.op) {
      case operation::number: return i.value < 0 ? sum : is_scaled(i.value) ? product : power;
      case operation::add:
      case operation::subtract:
      case operation::expm1: return sum;
      case operation::multiply:
      case operation::divide:
      case operation::negate: return monomial(program_, at).is_negative() ? sum : product;
      case operation::exp:
      case operation::pow: return product;
      case operation::row_sum:
      case operation::row_max:
      case operation::row_argmax: return reduction;
      default: return is_cases(i) ? whole : power;
    }
  }

  constexpr void print_bare(position at) {
    const instruction& i = program_[at];
    switch (i.op) {
      case operation::number:
        if (i.value < 0) out_->put('-');
        return print_latex_size(*out_, i.value < 0 ? -i.value : i.value);
      case operation::input: return print_symbol(*out_, program_.name_of(i), has_rows_ ? index_ : '\0');
      case operation::row_input:
      case operation::parameter: return print_symbol(*out_, program_.name_of(i), '\0');
      case operation::add:
      case operation::subtract:
        print(i.arguments[0], sum);
        return signed_term(i.arguments[1], i.op == operation::subtract);
      case operation::multiply:
      case operation::divide:
      case operation::negate: {
        const monomial m(program_, at);
        if (m.is_negative()) out_->put('-');
        return print_size(m);
      }
      default: return is_cases(i) ? cases(at) : function(at);
    }
  }

  /// A pair of brackets around what is printed while it lives; as high as what stands at a position.
  class enclosure {
   public:
    constexpr enclosure(const latex_printer& by, position at, std::string_view open, std::string_view close)
        : by_(by), close_(close), tall_(by.tall_[static_cast<std::size_t>(at)]) {
      put("\\left", open);
    }
    constexpr enclosure(const latex_printer& by, position at, bool wanted = true)
        : enclosure(by, at, wanted ? "(" : "", wanted ? ")" : "") {}
    constexpr ~enclosure() { put("\\right", close_); }
    enclosure(const enclosure&) = delete;
    enclosure& operator=(const enclosure&) = delete;

   private:
    const latex_printer& by_;
    std::string_view close_;
    bool tall_;

    constexpr void put(std::string_view side, std::string_view bracket) const {
      if (tall_ && !bracket.empty()) by_.out_->put(side);
      by_.out_->put(bracket);
    }
  };

  /// " + u" or " - u", with the sign that u has taken out of it.
  constexpr void signed_term(position at, bool negative) {
    const instruction& i = program_[at];
    if (!negative && (i.op == operation::add || i.op == operation::subtract)) {
      signed_term(i.arguments[0], false);
      return signed_term(i.arguments[1], i.op == operation::subtract);
    }
    const monomial term(program_, at);
    out_->put(term.is_negative() != negative ? " - " : " + ");
    print_size(term);
  }

  /// The monomial without its sign.
  constexpr void print_size(const monomial& m) {
    const auto above = m.part(true), below = m.part(false);
    if (below.empty()) return factors(above, reduction);
    out_->put("\\frac{");
    factors(above, whole);
    out_->put("}{");
    factors(below, whole);
    out_->put('}');
  }

  constexpr void factors(const list<monomial::factor>& all, precedence alone) {
    if (all.empty()) return out_->put('1');
    for (std::size_t k = 0; k != all.size(); ++k) {
      const auto [base, exponent] = all[k];
      if (k != 0) out_->put(between(all[k - 1].base, base));
      const instruction& i = program_[base];
      if (i.op == operation::number) {
        const enclosure brackets(*this, base, exponent != 1 && is_scaled(i.value));
        print_latex_size(*out_, i.value < 0 ? -i.value : i.value);
      } else if (i.op == operation::sech2) {
        hyperbolic_secant(i.arguments[0], 2 * exponent);
        continue;
      } else {
        print(base, exponent != 1 ? power : all.size() == 1 ? alone : product);
      }
      if (exponent != 1) raised(exponent);
    }
  }

  /// Nothing where two factors cannot be misread side by side.
  [[nodiscard]] constexpr std::string_view between(position left, position right) const {
    const auto is_word = [&](position p) {
      const instruction& i = program_[p];
      return program_view::is_symbol(i) && split_name(program_.name_of(i)).kind == symbol_name::word;
    };
    const instruction& next = program_[right];
    const bool digit =
        program_.is_number(right) || (next.op == operation::pow && program_.is_number(next.arguments[0]));
    if (digit) return " \\cdot ";
    return is_word(left) || is_word(right) ? " \\, " : " ";
  }

  constexpr void raised(int exponent) {
    out_->put("^{");
    out_->put(digit_text(static_cast<unsigned long long>(exponent)).view());
    out_->put('}');
  }

  constexpr void hyperbolic_secant(position u, int exponent) {
    out_->put("\\operatorname{sech}");
    raised(exponent);
    arguments({u});
  }

  constexpr void arguments(std::initializer_list<position> each) {
    position tallest = *each.begin();
    for (const position p : each) {
      if (tall_[static_cast<std::size_t>(p)]) tallest = p;
    }
    const enclosure brackets(*this, tallest);
    for (const position& p : each) {
      if (&p != each.begin()) out_->put(", ");
      print(p);
    }
  }

  constexpr void call(std::string_view name, std::initializer_list<position> each) {
    out_->put(name);
    arguments(each);
  }

  constexpr void function(position at) {
    const instruction& i = program_[at];
    const position u = i.arguments[0], v = i.arguments[1];
    switch (i.op) {
      case operation::exp:
      case operation::expm1:
        out_->put("e^{");
        print(u);
        return out_->put(i.op == operation::exp ? "}" : "} - 1");
      case operation::log1p: {
        out_->put("\\ln");
        const enclosure brackets(*this, u);
        out_->put('1');
        return signed_term(u, false);
      }
      case operation::sqrt:
        out_->put("\\sqrt{");
        print(u);
        return out_->put('}');
      case operation::abs: {
        const enclosure bars(*this, u, "|", "|");
        return print(u);
      }
      case operation::floor: {
        const enclosure brackets(*this, u, "\\lfloor ", " \\rfloor");
        return print(u);
      }
      case operation::pow:
        print(u, power);
        out_->put("^{");
        print(v);
        return out_->put('}');
      case operation::with_gradient:
        if (program_.is_number(v)) return call("\\operatorname{stop}", {u});
        return call("\\operatorname{with\\_gradient}", {u, v});
      case operation::where_less:
      case operation::where_less_equal: return extremum(choice_of(program_, i));
      case operation::row_size: return out_->put('n');
      case operation::row_sum: return reduce("\\sum", at);
      case operation::row_max: return reduce("\\max", at);
      case operation::row_argmax: return reduce("\\arg\\max", at);
      case operation::row_pick:  // u where the column is v
        out_->put("\\left. ");
        print(u);
        out_->put(" \\right|_{");
        column_is(v);
        return out_->put('}');
      default: return call(latex_name(i.op), {u});
    }
  }

  constexpr void extremum(const choice& c) {
    switch (c.kind) {
      case choice::max: return call("\\max", {c.left, c.right});
      case choice::min: return call("\\min", {c.left, c.right});
      case choice::clamp: return call("\\operatorname{clamp}", {c.left, c.right, c.a});
      default: {
        const enclosure bars(*this, c.left, "|", "|");
        return print(c.left);
      }
    }
  }

  constexpr void reduce(std::string_view name, position at) {
    out_->put(name);
    out_->put("_{");
    out_->put(++index_);
    out_->put("} ");
    print(program_[at].arguments[0], reduction);
    --index_;
  }

  constexpr void column_is(position column) {
    out_->put(index_);
    out_->put(" = ");
    print(column);
  }

  /// Choices in the else branch go on in the same list.
  constexpr void cases(position at) {
    out_->put("\\begin{cases} ");
    position rest = -1;
    for (const instruction* i = &program_[at]; i != nullptr; i = is_cases(program_[rest]) ? &program_[rest] : nullptr) {
      if (i->op == operation::at_column) {
        print(i->arguments[1]);
        out_->put(" & \\text{if } ");
        column_is(i->arguments[0]);
        rest = i->arguments[2];
      } else {
        const choice c = choice_of(program_, *i);
        print(c.a);
        out_->put(" & \\text{if } ");
        print(c.left);
        out_->put(c.greater ? c.or_equal ? " \\ge " : " > " : c.or_equal ? " \\le " : " < ");
        print(c.right);
        rest = c.b;
      }
      out_->put(" \\\\ ");
    }
    print(rest);
    out_->put(" & \\text{otherwise} \\end{cases}");
  }
};

constexpr void print_latex(const program_view& p, sink& out) { print_results<latex_printer>(p, out); }

template <auto F>
inline constexpr auto latex_storage = printed<program_of<F>, &print_latex>();

}  // namespace detail

/// The formula in LaTeX's mathematics, without dollar signs: `latex<x * sigmoid(x)>` is "x \sigma(x)". Inputs of a row
/// formula carry the index of their column, i outside reductions, j, k, … inside; n is the number of columns.
template <auto F>
inline constexpr std::string_view latex{detail::latex_storage<F>.data(), detail::latex_storage<F>.size() - 1};

}  // namespace ogive
