// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, print. A formula goes in, its text comes out, as it would be typed again: `text<derive(swish)>`.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include <ogive/calculus/programs.hpp>
#include <ogive/print/number.hpp>

namespace ogive {
namespace detail {

/// Counts characters, so that the text can be stored in an array that fits.
struct counting_sink {
  std::size_t size = 0;
  constexpr void put(const char*, std::size_t n) { size += n; }
  constexpr void put(std::string_view s) { size += s.size(); }
};

template <std::size_t N>
struct writing_sink {
  std::array<char, N> characters{};
  std::size_t size = 0;
  constexpr void put(const char* s, std::size_t n) {
    for (std::size_t i = 0; i != n; ++i) characters[size++] = s[i];
  }
  constexpr void put(std::string_view s) { put(s.data(), s.size()); }
};

/// Prints a program's result as one infix expression with the parentheses that it needs and no more.
template <class Program, class Sink>
class text_printer {
 public:
  constexpr text_printer(const Program& p, Sink& sink) : program_(&p), sink_(&sink) {}

  enum precedence { sum, product, prefix, atom };

  constexpr void print(program::position at, precedence context = sum) {
    const instruction& i = (*program_)[at];
    const auto infix = [&](std::string_view symbol, precedence own, precedence right) {
      const bool wrapped = own < context;
      if (wrapped) sink_->put("(");
      print(i.arguments[0], own);
      sink_->put(symbol);
      print(i.arguments[1], right);
      if (wrapped) sink_->put(")");
    };
    switch (i.op) {
      case operation::number: return number(i.value, context);
      case operation::input: return sink_->put(program_->inputs[slot(i)]);
      case operation::parameter: return sink_->put(program_->parameters[slot(i)].name);
      case operation::add: return infix(" + ", sum, right_is(i, operation::subtract) ? product : sum);
      case operation::subtract: return infix(" - ", sum, product);
      case operation::multiply: return infix(" * ", product, right_is(i, operation::divide) ? prefix : product);
      case operation::divide: return infix(" / ", product, prefix);
      case operation::negate: return negation(i, context);
      case operation::where_less: return choice(i, " < ", " > ");
      case operation::where_less_equal: return choice(i, " <= ", " >= ");
      default: return call(rule_of(i.op).name, i.arguments[0]);
    }
  }

 private:
  const Program* program_;
  Sink* sink_;

  [[nodiscard]] constexpr bool is_number(program::position p) const { return (*program_)[p].op == operation::number; }
  [[nodiscard]] constexpr bool right_is(const instruction& i, operation op) const {
    return (*program_)[i.arguments[1]].op == op;
  }
  static constexpr std::size_t slot(const instruction& i) { return static_cast<std::size_t>(i.arguments[0]); }

  constexpr void number(double v, precedence context) {
    const bool wrapped = v < 0 && context > product;
    if (wrapped) sink_->put("(");
    print_number(*sink_, v);
    if (wrapped) sink_->put(")");
  }

  constexpr void negation(const instruction& i, precedence context) {
    const bool wrapped = context > product;
    if (wrapped) sink_->put("(");
    sink_->put("-");
    print(i.arguments[0], prefix);
    if (wrapped) sink_->put(")");
  }

  constexpr void call(std::string_view name, program::position a, program::position b = -1) {
    sink_->put(name);
    sink_->put("(");
    print(a);
    if (b >= 0) {
      sink_->put(", ");
      print(b);
    }
    sink_->put(")");
  }

  constexpr void choice(const instruction& i, std::string_view less, std::string_view greater) {
    const program::position l = i.arguments[0], r = i.arguments[1], a = i.arguments[2], b = i.arguments[3];
    // the select that max or min became, printed with the number last
    if (i.op == operation::where_less && l == b && r == a) return is_number(l) ? call("max", r, l) : call("max", l, r);
    if (i.op == operation::where_less && l == a && r == b) return is_number(r) ? call("min", l, r) : call("min", r, l);
    sink_->put("where(");
    print(is_number(l) ? r : l);
    sink_->put(is_number(l) ? greater : less);
    print(is_number(l) ? l : r);
    sink_->put(", ");
    print(a);
    sink_->put(", ");
    print(b);
    sink_->put(")");
  }
};

template <const auto& Program>
constexpr auto text_of_program() {
  constexpr std::size_t size = [] {
    counting_sink sink;
    text_printer(Program, sink).print(Program.results[0]);
    return sink.size;
  }();
  writing_sink<size + 1> sink;  // a NUL behind the text, so that data() is a C string too
  text_printer(Program, sink).print(Program.results[0]);
  return sink.characters;
}

template <auto F>
inline constexpr auto text_storage = text_of_program<program_of<F>>();

}  // namespace detail

/// The formula as text after the exact rules: `text<derive(swish)>` is "sigmoid(x) + x * sigmoid(x) * sigmoid(-x)".
template <auto F>
inline constexpr std::string_view text{detail::text_storage<F>.data(), detail::text_storage<F>.size() - 1};

}  // namespace ogive
