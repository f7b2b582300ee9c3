// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// What the laws share: walks over the catalogue's table, calls of its kernels, distances in ULP, programs that are
// interpreted with all their steps, and differences that know no rule of the calculus.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <ogive/calculus/programs.hpp>
#include <ogive/kernel/evaluate.hpp>

#include "catalogue/table.hpp"

namespace laws {

using namespace ogive;
using catalogue::record;

// --- the catalogue ---------------------------------------------------------------------------------------------------

/// Calls law(record) for every activation that works element by element, with however many inputs.
template <class Law>
void for_each_elementwise(Law law) {
  for (const record& r : catalogue::table()) {
    if (!r.over_rows && r.results == 1) law(r);
  }
}

/// Calls law(record) for every activation of one element.
template <class Law>
void for_each_activation(Law law) {
  for_each_elementwise([&](const record& r) {
    if (r.inputs.size() == 1) law(r);
  });
}

/// The initial values of the parameters.
template <class T = double>
std::vector<T> initial_values(const record& r) {
  std::vector<T> values;
  for (const parameter_slot& p : r.parameters) values.push_back(static_cast<T>(p.initial));
  return values;
}

/// Other values of the parameters, of the same sign, at which nothing is special.
inline std::vector<double> other_values(const record& r) {
  std::vector<double> values;
  for (const parameter_slot& p : r.parameters)
    values.push_back(1.21875 * p.initial + (p.initial < 0 ? -0.0625 : 0.0625));
  return values;
}

/// Columns of equal length: the inputs of a pass, or its results.
template <class T>
using columns = std::vector<std::vector<T>>;

template <class T, class Column>
std::vector<T*> pointers(std::vector<Column>& c) {
  std::vector<T*> p;
  for (Column& column : c) p.push_back(column.data());
  return p;
}
template <class T>
std::vector<const T*> pointers(const columns<T>& c) {
  std::vector<const T*> p;
  for (const std::vector<T>& column : c) p.push_back(column.data());
  return p;
}

/// What a kernel of `results` results makes of the columns.
template <class T>
columns<T> pass(catalogue::stream_kernel<T> kernel, const columns<T>& in, const std::vector<T>& parameters,
                std::size_t results = 1) {
  columns<T> out(results, std::vector<T>(in[0].size()));
  kernel(pointers<T>(in).data(), pointers<T>(out).data(), in[0].size(), parameters.data());
  return out;
}

template <class T>
struct gradients {
  columns<T> inputs;
  std::vector<T> parameters;
};

template <class T>
gradients<T> backward_pass(const record& r, const columns<T>& in, const std::vector<T>& upstream,
                           const std::vector<T>& parameters) {
  gradients<T> g{columns<T>(in.size(), std::vector<T>(in[0].size())), std::vector<T>(r.parameters.size())};
  r.of<T>().backward(pointers<T>(in).data(), upstream.data(), pointers<T>(g.inputs).data(), in[0].size(),
                     parameters.data(), g.parameters.data());
  return g;
}

// --- distances -------------------------------------------------------------------------------------------------------

/// How many numbers of the type lie between a and b; 0 for two NaNs.
template <class T>
double ulp_distance(T a, T b) {
  if (std::isnan(a) && std::isnan(b)) return 0;
  if (std::isnan(a) || std::isnan(b)) return std::numeric_limits<double>::infinity();
  using integer = std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>;
  const auto ordered = [](T v) {
    const auto bits = std::bit_cast<integer>(v);
    return bits < 0 ? std::numeric_limits<integer>::min() - bits : bits;
  };
  // as whole numbers: the places of doubles need 63 bits
  const auto low = static_cast<std::uint64_t>(std::min(ordered(a), ordered(b)));
  const auto high = static_cast<std::uint64_t>(std::max(ordered(a), ordered(b)));
  return static_cast<double>(high - low);
}

// --- programs that are interpreted -----------------------------------------------------------------------------------

/// The values of all instructions of an executable program.
template <class T>
std::vector<T> step_values(const program& p, std::span<const T> inputs, std::span<const T> parameters) {
  std::vector<T> values;
  values.reserve(p.code.size());
  for (const instruction& i : p.code) {
    const auto a = [&](int k) {
      return k < arity(i.op) ? values[static_cast<std::size_t>(i.arguments[static_cast<std::size_t>(k)])] : T{};
    };
    const auto slot = static_cast<std::size_t>(i.arguments[0]);
    switch (i.op) {
      case operation::number: values.push_back(static_cast<T>(i.value)); break;
      case operation::number_error: values.push_back(static_cast<T>(detail::error_of_number<T>(i.value))); break;
      case operation::input: values.push_back(inputs[slot]); break;
      case operation::parameter: values.push_back(parameters[slot]); break;
      default: values.push_back(detail::interpret<T>(i.op, a(0), a(1), a(2), a(3)));
    }
  }
  return values;
}

/// A program that is run instruction by instruction, with its parameters as further variables.
class runnable {
 public:
  explicit runnable(const program& p) : program_(executable(p)) {
    for (const parameter_slot& s : program_.parameters) parameters.push_back(s.initial);
  }
  runnable(const program& p, std::vector<double> values) : parameters(std::move(values)), program_(executable(p)) {}

  double operator()(std::span<const double> inputs) const { return at<double>(inputs, parameters); }
  double operator()(double x) const { return (*this)(std::span(&x, 1)); }

  /// In the arithmetic of another type.
  template <class T>
  T at(std::span<const T> inputs, std::span<const T> values) const {
    return step_values<T>(program_, inputs, values)[static_cast<std::size_t>(program_.results[0])];
  }

  std::vector<double> parameters;

 private:
  program program_;
};

/// The steps of a program that cannot run yet (sigmoid, where …), each by code that can.
class traced {
 public:
  explicit traced(const program& p) : program_(p) {
    program all = p;
    all.results = {};
    for (std::size_t i = 0; i != p.code.size(); ++i) all.results.push_back(static_cast<program::position>(i));
    run_ = executable(all);
  }

  /// The value of each instruction.
  [[nodiscard]] std::vector<double> values(std::span<const double> inputs, std::span<const double> parameters) const {
    const std::vector<double> steps = step_values<double>(run_, inputs, parameters);
    std::vector<double> values;
    for (const program::position r : run_.results) values.push_back(steps[static_cast<std::size_t>(r)]);
    return values;
  }

  /// The outcomes of all choices: two points with equal outcomes lie in one smooth piece.
  [[nodiscard]] std::vector<double> choices(std::span<const double> inputs, std::span<const double> parameters) const {
    const std::vector<double> v = values(inputs, parameters);
    std::vector<double> outcomes;
    for (std::size_t i = 0; i != v.size(); ++i) {
      const auto a = [&](int k) { return argument(v, i, k); };
      switch (program_.code[i].op) {
        case operation::where_less: outcomes.push_back(a(0) < a(1)); break;
        case operation::where_less_equal: outcomes.push_back(a(0) <= a(1)); break;
        case operation::abs:
        case operation::sign: outcomes.push_back(a(0) < 0); break;
        case operation::floor: outcomes.push_back(v[i]); break;
        default: break;
      }
    }
    return outcomes;
  }

  /// The size of the terms of the result: of what cancels where the result is near a zero, else the result's own.
  [[nodiscard]] double scale(std::span<const double> inputs, std::span<const double> parameters) const {
    const std::vector<double> v = values(inputs, parameters);
    std::vector<double> scales;
    for (std::size_t i = 0; i != v.size(); ++i) {
      const auto a = [&](int k) { return std::abs(argument(v, i, k)); };
      const auto s = [&](int k) { return argument(scales, i, k); };
      switch (program_.code[i].op) {
        case operation::add:
        case operation::subtract: scales.push_back(std::max(s(0), s(1))); break;
        case operation::multiply: scales.push_back(std::max(s(0) * a(1), a(0) * s(1))); break;
        case operation::divide: scales.push_back(s(0) / a(1)); break;
        case operation::negate: scales.push_back(s(0)); break;
        case operation::where_less:
        case operation::where_less_equal: {
          const bool holds = program_.code[i].op == operation::where_less ? argument(v, i, 0) < argument(v, i, 1)
                                                                          : argument(v, i, 0) <= argument(v, i, 1);
          scales.push_back(s(holds ? 2 : 3));
          break;
        }
        default: scales.push_back(std::abs(v[i]));
      }
    }
    return scales[static_cast<std::size_t>(program_.results[0])];
  }

 private:
  program program_;
  program run_;

  [[nodiscard]] double argument(const std::vector<double>& of, std::size_t step, int k) const {
    return of[static_cast<std::size_t>(program_.code[step].arguments[static_cast<std::size_t>(k)])];
  }
};

/// The program of an activation after the exact rules.
inline program exact_program(const record& r) { return rewrite_exactly(r.lowered()); }

/// The program of a derivative, after the exact rules.
inline program derivative_of(const program& p, symbol_slot symbol) {
  return rewrite_exactly(differentiate(p, {symbol}, false));
}
inline constexpr symbol_slot by_x{operation::input, 0};

// --- differences -----------------------------------------------------------------------------------------------------

/// Ridders' method: central differences with shrinking steps, extrapolated to 0. Returns the derivative of f at 0
/// and an estimate of its error.
struct difference {
  double value, error;
};
template <class F>
difference ridders(F f, double step) {
  constexpr int rounds = 12;
  constexpr double shrink = 1.4;
  std::array<std::array<double, rounds>, rounds> table{};
  difference best{0, std::numeric_limits<double>::infinity()};
  for (int i = 0; i != rounds; ++i, step /= shrink) {
    auto& row = table[static_cast<std::size_t>(i)];
    row[0] = (f(step) - f(-step)) / (2 * step);
    double factor = shrink * shrink;
    for (int k = 1; k <= i; ++k, factor *= shrink * shrink) {
      const auto& above = table[static_cast<std::size_t>(i - 1)];
      row[static_cast<std::size_t>(k)] =
          (row[static_cast<std::size_t>(k - 1)] * factor - above[static_cast<std::size_t>(k - 1)]) / (factor - 1);
      const double error =
          std::max(std::abs(row[static_cast<std::size_t>(k)] - row[static_cast<std::size_t>(k - 1)]),
                   std::abs(row[static_cast<std::size_t>(k)] - above[static_cast<std::size_t>(k - 1)]));
      if (error < best.error) best = {row[static_cast<std::size_t>(k)], error};
    }
  }
  return best;
}

}  // namespace laws
