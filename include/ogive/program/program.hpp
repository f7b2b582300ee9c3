// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 2, program. Straight-line code as a plain value: an array of instructions in which each argument stands
// before its use and equal instructions stand once (hash-consing). Passes are functions from program to program.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include <ogive/base/error.hpp>
#include <ogive/base/list.hpp>
#include <ogive/expr/operation.hpp>

namespace ogive {

/// One step. `arguments` are positions of earlier instructions, unused ones −1; an input's or a parameter's slot
/// stands in arguments[0].
struct instruction {
  operation op{};
  std::int16_t arguments[4] = {-1, -1, -1, -1};  // no std::array: a compiler's evaluator pays for each call of its []
  // of a number or a number's error; of a choice its kink rule; of an exponential its range; of a difference u − v, if it
  // is known, how large v is at most as a part of u
  double value = 0;

  /// The same step; numbers are compared by their bits, so that −0 is not 0.
  friend constexpr bool operator==(const instruction& a, const instruction& b) {
    return a.op == b.op && a.packed_arguments() == b.packed_arguments() &&
           std::bit_cast<std::uint64_t>(a.value) == std::bit_cast<std::uint64_t>(b.value);
  }

  /// The four arguments as one word: cheap to compare and to hash in a constant expression.
  [[nodiscard]] constexpr std::uint64_t packed_arguments() const { return std::bit_cast<std::uint64_t>(arguments); }
};

/// A learnable parameter: the name and the value that it has unless a call binds another.
struct parameter_slot {
  std::string_view name;
  double initial = 0;
  friend constexpr bool operator==(const parameter_slot&, const parameter_slot&) = default;
};

namespace detail {

constexpr unsigned char count_arguments(operation op) {
  switch (op) {
    case operation::number:
    case operation::input:
    case operation::parameter:
    case operation::row_size:
    case operation::row_input:
    case operation::number_error: return 0;
    case operation::add:
    case operation::subtract:
    case operation::multiply:
    case operation::divide:
    case operation::pow:
    case operation::row_pick:
    case operation::with_gradient:
    case operation::max:
    case operation::min:
    case operation::attenuate:
    case operation::pass_nan:
    case operation::copy_sign:
    case operation::exp_of_sum:
    case operation::expm1_of_sum:
    case operation::times_exp:
    case operation::times_gaussian:
    case operation::times_rest_of_exp:
    case operation::times_rest_of_gaussian:
    case operation::one_plus_exp_of_sum: return 2;
    case operation::select_sign:
    case operation::self_gated_exp:
    case operation::self_gated_gaussian:
    case operation::multiply_add:
    case operation::negate_multiply_add:
    case operation::product_error:
    case operation::sum_error:
    case operation::times_exp_of_sum:
    case operation::times_rest_of_exp_of_sum:
    case operation::at_column: return 3;
    case operation::multiply_add_error:
    case operation::where_less:
    case operation::where_less_equal:
    case operation::select_less:
    case operation::select_less_equal: return 4;
    default: return 1;
  }
}

// a table, for a compiler's evaluator looks through a switch case by case
inline constexpr auto argument_counts = [] {
  std::array<unsigned char, static_cast<std::size_t>(operation::count)> counts{};
  for (std::size_t op = 0; op != counts.size(); ++op) counts[op] = count_arguments(static_cast<operation>(op));
  return counts;
}();

}  // namespace detail

/// How many of the four argument fields of an instruction are positions.
constexpr int arity(operation op) { return detail::argument_counts[static_cast<std::size_t>(op)]; }

namespace detail {

// not constexpr: in a constant expression the call is the message
[[noreturn]] inline void program_is_too_long() {
  fail("ogive: a program has more than 32767 instructions; derive fewer times, or split the formula");
}

/// A position as an instruction keeps it.
constexpr std::int16_t narrow(int position) {
  if (position > 32767) program_is_too_long();
  return static_cast<std::int16_t>(position);
}

/// The instruction with each argument replaced by where it has moved to.
constexpr instruction relocated(instruction step, const detail::list<int>& moved) {
  const int* const to = moved.data();
  const int count = arity(step.op);
  for (int k = 0; k != count; ++k) step.arguments[k] = narrow(to[step.arguments[k]]);
  return step;
}

}  // namespace detail

/// A program under construction or in transformation: instructions, names of inputs and parameters, and the
/// positions of the results.
class program {
 public:
  using position = int;

  detail::list<instruction> code;
  detail::list<std::string_view> inputs;
  detail::list<parameter_slot> parameters;
  detail::list<position> results;
  rewriting rules = rewriting::stable;  ///< what passes may do to it

  /// An empty program over the same inputs and parameters: where a pass writes to.
  [[nodiscard]] constexpr program fresh() const {
    program p;
    p.inputs = inputs;
    p.parameters = parameters;
    p.rules = rules;
    return p;
  }

  /// Appends the instruction unless it is there; returns its position.
  constexpr position emit(const instruction& wanted) {
    if (code.size() * 2 >= table_.entries.size()) grow();
    std::int16_t& entry = table_.entries[bucket_of(wanted)];
    if (entry == 0) {
      code.push_back(wanted);
      entry = detail::narrow(static_cast<int>(code.size()));
    }
    return entry - 1;
  }

  /// Appends an instruction that is known not to be there.
  constexpr position append(const instruction& wanted) {
    table_.entries.clear();
    code.push_back(wanted);
    return detail::narrow(static_cast<int>(code.size())) - 1;
  }

  /// The position of the instruction, or −1 if it is not there.
  [[nodiscard]] constexpr position find(const instruction& wanted) const {
    if (!table_.entries.empty()) return table_.entries[bucket_of(wanted)] - 1;
    for (std::size_t i = 0; i != code.size(); ++i) {
      if (code[i] == wanted) return static_cast<position>(i);
    }
    return -1;
  }

  constexpr position emit(operation op, position a, position b = -1, position c = -1, position d = -1) {
    return emit({.op = op, .arguments = {detail::narrow(a), detail::narrow(b), detail::narrow(c), detail::narrow(d)}});
  }

  constexpr position emit_number(double value) { return emit({.op = operation::number, .value = value}); }

  [[nodiscard]] constexpr const instruction& operator[](position p) const { return code.data()[p]; }

 private:
  /// Where the instructions are: open addressing; an entry is a position + 1, 0 where there is none. It is made when it
  /// is asked for: most programs are read, copied and left.
  struct table {
    detail::list<std::int16_t> entries;
    constexpr table() = default;
    constexpr table(const table&) {}
    constexpr table(table&&) = default;
    constexpr table& operator=(const table&) {
      entries.clear();
      return *this;
    }
    constexpr table& operator=(table&&) = default;
    constexpr ~table() = default;
  };
  table table_;

  static constexpr std::size_t hash(const instruction& i) {
    std::uint64_t h = i.packed_arguments() ^ std::bit_cast<std::uint64_t>(i.value);
    h = (h ^ (h >> 32) ^ (static_cast<std::uint64_t>(i.op) << 20)) * 0x9e3779b97f4a7c15U;
    return static_cast<std::size_t>(h >> 40);
  }

  /// Where the instruction stands in the table, or where it would be put.
  [[nodiscard]] constexpr std::size_t bucket_of(const instruction& wanted) const {
    const std::int16_t* const entries = table_.entries.data();
    const instruction* const steps = code.data();
    const std::size_t mask = table_.entries.size() - 1;
    std::size_t bucket = hash(wanted) & mask;
    while (entries[bucket] != 0 && !(steps[entries[bucket] - 1] == wanted)) bucket = (bucket + 1) & mask;
    return bucket;
  }

  constexpr void grow() {
    std::size_t size = 64;
    while (size <= code.size() * 2) size *= 4;
    table_.entries.assign_zero(size);
    code.reserve(size);
    for (std::size_t i = 0; i != code.size(); ++i) table_.entries[bucket_of(code[i])] = detail::narrow(static_cast<int>(i) + 1);
  }
};

/// A finished program as an object of static storage: what kernels unroll and printers read.
template <std::size_t Instructions, std::size_t Inputs, std::size_t Parameters, std::size_t Results>
struct fixed_program {
  std::array<instruction, Instructions> code{};
  std::array<std::string_view, Inputs> inputs{};
  std::array<parameter_slot, Parameters> parameters{};
  std::array<program::position, Results> results{};
  rewriting rules = rewriting::stable;

  [[nodiscard]] constexpr const instruction& operator[](program::position p) const {
    return code[static_cast<std::size_t>(p)];
  }

  /// Same instructions and results over the same inputs; the initial values of parameters count too.
  friend constexpr bool operator==(const fixed_program&, const fixed_program&) = default;
};

namespace detail {

/// Copies of a program's lists in arrays, as much as fits.
template <class Fixed, class Built>
constexpr void copy_program(Fixed& fixed, const Built& built, std::size_t code, std::size_t inputs,
                            std::size_t parameters, std::size_t results) {
  for (std::size_t i = 0; i != code; ++i) fixed.code[i] = built.code[i];
  for (std::size_t i = 0; i != inputs; ++i) fixed.inputs[i] = built.inputs[i];
  for (std::size_t i = 0; i != parameters; ++i) fixed.parameters[i] = built.parameters[i];
  for (std::size_t i = 0; i != results; ++i) fixed.results[i] = built.results[i];
  fixed.rules = built.rules;
}

/// A program in arrays that are large enough for most: it is built once to learn its size and its content.
struct draft : fixed_program<40, 4, 4, 8> {
  std::size_t code_size = 0, input_count = 0, parameter_count = 0, result_count = 0;

  [[nodiscard]] constexpr bool is_whole() const {
    return code_size <= 40 && input_count <= 4 && parameter_count <= 4 && result_count <= 8;
  }
};

template <auto Build>
constexpr draft make_draft() {
  const program built = Build();
  draft d;
  d.code_size = built.code.size(), d.input_count = built.inputs.size();
  d.parameter_count = built.parameters.size(), d.result_count = built.results.size();
  if (d.is_whole()) copy_program(d, built, d.code_size, d.input_count, d.parameter_count, d.result_count);
  return d;
}

/// A constant of its own: inside a function a compiler may evaluate it again.
template <auto Build>
inline constexpr draft draft_of = make_draft<Build>();

}  // namespace detail

/// Freezes what `Build` (a captureless function object) returns.
template <auto Build>
constexpr auto freeze() {
  constexpr const detail::draft& draft = detail::draft_of<Build>;
  fixed_program<draft.code_size, draft.input_count, draft.parameter_count, draft.result_count> fixed;
  const auto copy = [&](const auto& from) {
    detail::copy_program(fixed, from, draft.code_size, draft.input_count, draft.parameter_count, draft.result_count);
  };
  if constexpr (draft.is_whole()) copy(draft);
  else copy(Build());
  return fixed;
}

/// A finished program made fit for transformation again.
template <std::size_t Instructions, std::size_t Inputs, std::size_t Parameters, std::size_t Results>
constexpr program thaw(const fixed_program<Instructions, Inputs, Parameters, Results>& fixed) {
  program p;
  for (const std::string_view name : fixed.inputs) p.inputs.push_back(name);
  for (const parameter_slot& slot : fixed.parameters) p.parameters.push_back(slot);
  p.code.reserve(fixed.code.size());
  for (const instruction& i : fixed.code) p.append(i);
  for (const program::position r : fixed.results) p.results.push_back(r);
  p.rules = fixed.rules;
  return p;
}

/// The same program without the instructions that no result needs.
constexpr program without_dead_code(program from) {
  detail::list<bool> live;
  live.assign_zero(from.code.size());
  for (const program::position r : from.results) live[static_cast<std::size_t>(r)] = true;
  for (std::size_t i = from.code.size(); i-- != 0;) {
    if (!live[i]) continue;
    for (int k = 0; k != arity(from.code[i].op); ++k)
      live[static_cast<std::size_t>(from.code[i].arguments[static_cast<std::size_t>(k)])] = true;
  }
  bool all = true;
  for (std::size_t i = 0; i != from.code.size(); ++i) all = all && live[i];
  if (all) return from;
  program to = from.fresh();
  to.code.reserve(from.code.size());
  detail::list<program::position> moved;
  moved.assign_zero(from.code.size());
  for (std::size_t i = 0; i != from.code.size(); ++i) {
    if (live[i]) moved[i] = to.append(detail::relocated(from.code[i], moved));
  }
  for (const program::position r : from.results) to.results.push_back(moved[static_cast<std::size_t>(r)]);
  return to;
}

namespace detail {

/// Writes the results of `from` into another program over the same symbols, each instruction through a writer.
template <class Writer>
constexpr void append_by(Writer writer, program::position (Writer::*write)(const instruction&), const program& from,
                         program& to) {
  detail::list<program::position> moved;
  moved.reserve(from.code.size());
  for (const instruction& step : from.code) moved.push_back((writer.*write)(relocated(step, moved)));
  for (const program::position r : from.results) to.results.push_back(moved[static_cast<std::size_t>(r)]);
}

/// Has a program an instruction of which this is true? A pass with nothing to do leaves its program as it is.
template <class Predicate>
constexpr bool any_step(const program& p, Predicate is_true) {
  for (const instruction& i : p.code) {
    if (is_true(i)) return true;
  }
  return false;
}

/// `from` written anew by a writer that is made for the new program, without dead code: what most passes are.
template <class Writer>
constexpr program written_by(program::position (Writer::*write)(const instruction&), const program& from) {
  program to = from.fresh();
  append_by(Writer(to), write, from, to);
  return without_dead_code(std::move(to));
}

}  // namespace detail
}  // namespace ogive
