// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The laws of rewriting and differentiation on random programs, which hold what no catalogue has: rewriting ends, keeps
// the value, changes nothing the second time, adds no cost; derivatives equal differences. A fixed seed, a few seconds;
// OGIVE_RANDOM_PROGRAMS in the environment asks for more.
#include <cstdlib>
#include <random>
#include <sstream>

#include <catch2/catch.hpp>

#include "laws/support.hpp"

using namespace laws;

namespace {

int program_count() {
  const char* const wanted = std::getenv("OGIVE_RANDOM_PROGRAMS");
  return wanted != nullptr ? std::atoi(wanted) : 3000;
}

/// A program of one input and one parameter whose values stay in a range where rounding does not drown the comparison.
program random_program(std::mt19937& random) {
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  program p;
  p.inputs.push_back("x");
  p.parameters.push_back({"p", 0.75});
  std::vector<program::position> values{p.emit(operation::input, 0), p.emit(operation::parameter, 0)};
  const double numbers[] = {-2, -1, -0.5, 0, 0.25, 1, 2, 3};
  const auto any = [&] { return below(5) == 0 ? p.emit_number(numbers[below(8)]) : values[below(values.size())]; };
  const operation binary[] = {operation::add,      operation::add,      operation::subtract,
                              operation::subtract, operation::multiply, operation::multiply};
  const operation unary[] = {operation::negate, operation::negate, operation::abs,     operation::sign,
                             operation::tanh,   operation::sech2,  operation::sigmoid, operation::softplus,
                             operation::erf,    operation::pdf,    operation::cdf};
  for (std::size_t steps = 3 + below(10); steps != 0; --steps) {
    switch (below(8)) {
      case 0:
      case 1:
      case 2:
      case 3: values.push_back(p.emit(binary[below(6)], any(), any())); break;
      case 4:
      case 5: values.push_back(p.emit(unary[below(11)], any())); break;
      case 6: {  // a divisor away from 0
        const program::position size = p.emit(operation::abs, any());
        values.push_back(p.emit(operation::divide, any(), p.emit(operation::add, p.emit_number(1), size)));
        break;
      }
      default:
        values.push_back(
            p.emit(below(2) == 0 ? operation::where_less : operation::where_less_equal, any(), any(), any(), any()));
    }
  }
  p.results.push_back(values.back());
  return without_dead_code(p);
}

std::string listing(const program& p) {
  std::ostringstream out;
  for (std::size_t i = 0; i != p.code.size(); ++i) {
    const instruction& s = p.code[i];
    out << i << ": " << rule_of(s.op).name << '#' << static_cast<int>(s.op) << ' ' << s.value;
    for (int k = 0; k != arity(s.op); ++k) out << ' ' << s.arguments[static_cast<std::size_t>(k)];
    out << '\n';
  }
  return out.str();
}

/// The largest value of any step: what rounding is relative to.
double scale_at(const program& p, double x) {
  double largest = 1;
  for (std::size_t i = 0; i != p.code.size(); ++i) {
    program part = p;
    part.results = {static_cast<program::position>(i)};
    largest = std::max(largest, std::abs(runnable(part)(x)));
  }
  return largest;
}

/// Is no choice of the program at x so close that rounding decides it?
bool is_decided_at(const program& p, double x) {
  for (const instruction& i : p.code) {
    const bool choice = i.op == operation::where_less || i.op == operation::where_less_equal;
    if (!choice && i.op != operation::sign) continue;
    const auto value = [&](std::size_t k) {
      program part = p;
      part.results = {i.arguments[k]};
      return runnable(part)(x);
    };
    if (std::abs(value(0) - (choice ? value(1) : 0)) < 1e-9) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("random programs are rewritten to their equals") {
  std::mt19937 random(20261124);
  for (int n = program_count(); n != 0; --n) {
    const program raw = random_program(random);
    INFO(listing(raw));
    const program once = rewrite_exactly(raw), twice = rewrite_exactly(once);
    INFO("rewritten:\n" << listing(once) << "again:\n" << listing(twice));
    REQUIRE(once.code == twice.code);
    REQUIRE(cost(once) <= cost(raw));
    const runnable before(raw), after(once);
    for (const double x : {-2.3125, -0.40625, 0.59375, 1.71875}) {
      if (!is_decided_at(raw, x)) continue;
      INFO("x = " << x << ": " << before(x) << " becomes " << after(x));
      REQUIRE(std::abs(before(x) - after(x)) <= 1e-12 * scale_at(raw, x));
    }
  }
}

TEST_CASE("random programs have the derivatives of their differences") {
  std::mt19937 random(4112620);
  int compared = 0;
  for (int n = program_count(); n != 0; --n) {
    const program value = rewrite_exactly(random_program(random));
    for (const symbol_slot symbol : {symbol_slot{operation::input, 0}, symbol_slot{operation::parameter, 0}}) {
      const program slope = differentiate(value, {symbol}, false);
      const runnable f(value), df(slope);
      for (const double x : {-1.3125, 0.71875}) {
        const difference expected = ridders(
            [&](double h) {
              runnable g = f;
              if (symbol.kind == operation::parameter) g.parameters[0] += h;
              return g(symbol.kind == operation::input ? x + h : x);
            },
            0.004);
        const double scale = std::max(scale_at(value, x), scale_at(slope, x));
        if (!(expected.error <= 1e-9 * scale)) continue;  // a kink nearby, or too steep
        INFO(listing(value) << "derivative:\n"
                            << listing(slope) << "at " << x << ": " << df(x) << ", differences " << expected.value);
        REQUIRE(std::abs(df(x) - expected.value) <= 1e-7 * scale);
        ++compared;
      }
    }
  }
  REQUIRE(compared > 3 * program_count());
}
