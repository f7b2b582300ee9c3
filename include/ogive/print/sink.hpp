// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, print. What the printers share: a program and a printer go in, the characters come out in static storage
// that fits. A printer runs twice over the same sink: once to count, once to write.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include <ogive/base/list.hpp>
#include <ogive/program/program.hpp>

namespace ogive::detail {

constexpr bool is_digit(char c) { return '0' <= c && c <= '9'; }
constexpr bool is_letter(char c) { return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z'); }

/// Where a printer puts its characters; without memory it only counts them.
struct sink {
  char* memory = nullptr;
  std::size_t size = 0;

  constexpr void put(std::string_view s) {
    if (memory != nullptr) {
      for (std::size_t i = 0; i != s.size(); ++i) memory[size + i] = s[i];
    }
    size += s.size();
  }
  constexpr void put(char c) { put(std::string_view(&c, 1)); }
};

/// A program as printers see it, so that they are compiled once and not for each size of program.
class program_view {
 public:
  using position = program::position;

  template <class Program>
  constexpr explicit program_view(const Program& p)
      : code_(first(p.code)),
        inputs_(first(p.inputs)),
        parameters_(first(p.parameters)),
        results_(first(p.results)),
        length_(p.code.size()),
        result_count_(p.results.size()) {}

  [[nodiscard]] constexpr const instruction& operator[](position p) const { return code_[p]; }
  [[nodiscard]] constexpr std::size_t length() const { return length_; }
  [[nodiscard]] constexpr std::size_t result_count() const { return result_count_; }
  [[nodiscard]] constexpr position result(std::size_t i) const { return results_[i]; }

  [[nodiscard]] constexpr bool is(position p, operation op) const { return code_[p].op == op; }
  [[nodiscard]] constexpr bool is_number(position p) const { return is(p, operation::number); }
  [[nodiscard]] constexpr bool is_number(position p, double v) const { return is_number(p) && code_[p].value == v; }

  /// Does the instruction stand for an input, of whatever kind, or a parameter?
  [[nodiscard]] static constexpr bool is_symbol(const instruction& i) {
    return i.op == operation::input || i.op == operation::row_input || i.op == operation::parameter;
  }
  /// The name of such a symbol.
  [[nodiscard]] constexpr std::string_view name_of(const instruction& i) const {
    return i.op == operation::parameter ? parameters_[i.arguments[0]].name : inputs_[i.arguments[0]];
  }

 private:
  const instruction* code_;
  const std::string_view* inputs_;
  const parameter_slot* parameters_;
  const position* results_;
  std::size_t length_, result_count_;

  template <class T>
  static constexpr const T* first(const list<T>& l) {
    return l.begin();
  }
  template <class T, std::size_t N>
  static constexpr const T* first(const std::array<T, N>& a) {
    return a.data();
  }
};

/// Where the text of each instruction stands in the sink, so that what a program shares is printed once and then
/// copied: a high derivative repeats its parts thousands of times. A text holds for one state of the printer.
class printed_parts {
 public:
  constexpr explicit printed_parts(std::size_t length) { parts_.assign(length, {}); }

  /// Puts the text of a position again if it is known.
  constexpr bool repeat(sink& out, program::position at, int state) const {
    const part& known = parts_[static_cast<std::size_t>(at)];
    if (known.size == 0 || known.state != state) return false;
    if (out.memory == nullptr) out.size += known.size;
    else out.put({out.memory + known.start, known.size});
    return true;
  }
  /// What the sink holds from `start` on is the text of a position.
  constexpr void remember(const sink& out, program::position at, int state, std::size_t start) {
    parts_[static_cast<std::size_t>(at)] = {start, out.size - start, state};
  }

 private:
  struct part {
    std::size_t start = 0, size = 0;
    int state = 0;
  };
  list<part> parts_;
};

/// All results of a program by one printer, with commas between them.
template <class Printer>
constexpr void print_results(const program_view& p, sink& out) {
  for (std::size_t r = 0; r != p.result_count(); ++r) {
    if (r != 0) out.put(", ");
    Printer(p, out).print(p.result(r));
  }
}

using printer = void (*)(const program_view&, sink&);

/// What a printer makes of a program, with a NUL behind it, so that data() is a C string too.
template <const auto& Program, printer Print>
constexpr auto printed() {
  constexpr std::size_t size = [] {
    sink counted;
    Print(program_view(Program), counted);
    return counted.size;
  }();
  std::array<char, size + 1> characters{};
  sink written{characters.data()};
  Print(program_view(Program), written);
  return characters;
}

}  // namespace ogive::detail
