// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Inputs that broke other libraries (tests/reference/regression_cases.csv) and the recommended sub-gradient at every
// kink (kinks.csv), each through the vector loop in every lane and in a tail. Every row of both files is visited.
#include <set>

#include <ogive/activations/linear_units.hpp>
#include <ogive/kernel/map.hpp>

#include "laws/tables.hpp"

using namespace laws;

namespace {

using symbols::x;
using symbols::y;

constexpr double infinity = std::numeric_limits<double>::infinity();

template <class T>
bool is_expected(T got, double expected) {
  if (std::isnan(expected)) return std::isnan(got);
  if (std::isinf(expected)) return static_cast<double>(got) == expected;
  if (sizeof(T) == 4) return ulp_distance(got, static_cast<T>(expected)) <= 4;
  return std::abs(static_cast<double>(got) - expected) <= 1e-12 * std::abs(expected);
}

/// The derivative of an order at a point, which is first rounded to T, in every lane.
template <class T>
void check_everywhere(const std::string& what, const subject& f, int order, const std::vector<double>& at,
                      double expected) {
  const std::vector<T> lanes = f.everywhere<T>(order, at);
  const auto wrong = std::find_if(lanes.begin(), lanes.end(), [&](T got) { return !is_expected(got, expected); });
  INFO(what << ", order " << order << ", at " << at[0] << ": " << (wrong == lanes.end() ? expected : double{*wrong})
            << ", expected " << expected << " (" << 8 * sizeof(T) << " bits)");
  CHECK(wrong == lanes.end());
}

subject activation(const std::string& name, const bindings& values = {}) {
  std::optional<subject> f = find_subject(name, values);
  INFO(name << " is not in the catalogue");
  REQUIRE(f.has_value());
  return *f;
}

// --- regression_cases.csv --------------------------------------------------------------------------------------------

/// What a row asks of one function: the derivative of an order; the value is that of the row unless it is given here.
struct question {
  subject f;
  int order = 0;
  std::optional<double> expected = {};
};

constexpr double selu_lambda = 1.0507009873554804934193349852946, selu_alpha = 1.6732632423543772848170429916717;

/// The questions of a row.
std::vector<question> questions_of(const std::string& id) {
  const std::string group = id.substr(0, id.find('_'));
  if (group == "R01a" || group == "R01b") return {{activation("hard_swish"), 1}};
  if (group == "R03") return {{activation("hardshrink")}};
  if (group == "R04") return {{activation("softshrink", {{"lambda", 1}})}};
  if (group == "R06") return {{activation("elu", {{"alpha", -2}}), 1}};
  if (group == "R07") return {{activation("prelu", {{"slope", -2}}), 1}};
  if (group == "R09") return {{activation("elu"), 1}, {activation("selu"), 1, selu_lambda}, {activation("celu"), 1}};
  if (group == "R10") return {{activation("celu", {{"alpha", 2}}), 1}};
  if (group == "R12") return {{activation("selu"), 1}};
  if (group == "R13a" || group == "R13b" || group == "R13c" || group == "R26") return {{activation("sigmoid"), 1}};
  if (group == "R15") return {{activation("softplus"), 2}};
  if (group == "R16") return {{activation("swish"), 1}};
  if (group == "R19") return {{activation("selu")}};
  if (group == "R19e") return {{activation("elu")}};
  if (group == "R21") return {{activation("softplus", {{"beta", 5}})}, {activation("softplus", {{"beta", 5}}), 1, 1}};
  if (group == "R22") return {{activation("softplus"), 1}};
  if (group == "R24") return {{activation("softplus", {{"beta", 10}})}};
  if (group == "R25") return {{activation("softplus", {{"beta", 1e30}})}};
  if (group == "R27") return {{activation("swish"), 1}};
  if (group == "R28") return {{activation("swish")}};
  if (group == "R30") return {{activation("gelu_tanh")}};
  if (group == "R31") return {{activation("gelu_tanh"), 1}};
  if (group == "R33a") return {{formula_subject<erf(x)>()}};
  if (group == "R33b") return {{activation("hard_sigmoid")}, {activation("hard_sigmoid_onnx")}};
  if (group == "R33c") return {{activation("elu")}};
  if (group == "R34") return {{activation("celu", {{"alpha", -0.5}})}};
  if (group == "R36") return {{formula_subject<2 * activations::elu(-x)>(), 2}};
  if (group == "R37") return {{activation("hardshrink")}, {activation("hardshrink"), 1}, {activation("softshrink"), 1}};
  if (group == "R40") return {{formula_subject<sqrt(x * x)>(), 1}};
  if (group == "R45") return {{activation("gelu"), 1}};
  if (group == "R46") return {{activation("selu"), 1, selu_lambda * selu_alpha}};
  if (group == "R48" || group == "R48b") return {{activation("squareplus", {{"b", 4}})}};
  if (group == "R49") return {{formula_subject<exp(x) / (exp(x) + exp(-x))>()}};
  if (group == "R51" || group == "R52") return {{activation("gelu")}};
  if (group == "R54") return {{activation("mish")}};
  if (group == "R55") return {{activation("logish")}};
  return {};
}

/// Rows about softmax, cross entropy and log-sum-exp: rows.cpp asks them.
const std::set<std::string> about_rows{"R18", "R42", "R43a", "R43b"};

/// "3" or "+-0.5" or "a=0"
std::vector<double> points_of(const std::string& cell) {
  if (cell.starts_with("+-")) return {number_in(cell.substr(2)), -number_in(cell.substr(2))};
  if (cell.starts_with("a=")) return {number_in(cell.substr(2))};
  return {number_in(cell)};
}

}  // namespace

TEST_CASE("inputs that broke other libraries") {
  const std::vector<table_row> rows = read_table("regression_cases.csv");
  row_count count(rows.size());
  for (const table_row& r : rows) {
    const std::string& id = r.at("id");
    if (about_rows.contains(id)) {
      count.visit();
      continue;
    }
    count.visit();
    INFO(id << " " << r.at("quantity") << " " << r.at("params"));
    if (id == "R39") {  // d/db aᵇ at a = 0, b = 1
      const columns<float> in{std::vector<float>(33, 0), std::vector<float>(33, 1)};
      const subject power = formula_subject<pow(x, y)>();
      const columns<float> all = pass(power.compiled->for_float.value_with_derivatives, in, {}, 3);
      for (const float by_exponent : all[2]) CHECK(by_exponent == 0);
      continue;
    }
    const std::vector<question> questions = questions_of(id);
    REQUIRE(!questions.empty());
    for (const question& q : questions) {
      for (const double at : points_of(r.at("x"))) {
        const std::optional<double> expected = q.expected ? q.expected : leading_number(r.at("expected"));
        REQUIRE(expected.has_value());
        // a row in 32 bits gives the value at the rounded x: that of the function in 64 bits too
        const bool single = r.at("dtype") == "f32";
        if (r.at("dtype") != "f64") check_everywhere<float>(id, q.f, q.order, {at}, *expected);
        check_everywhere<double>(id, q.f, q.order, {single ? double{static_cast<float>(at)} : at}, *expected);
      }
    }
  }
  count.finish();
}

// --- kinks.csv -------------------------------------------------------------------------------------------------------

namespace {

/// The function of a row of kinks.csv with the row's letters bound, and what the letters mean in `recommended`.
struct kink_row {
  subject f;
  std::map<std::string, double> words = {};
  std::vector<double> points = {};  // where x is a letter
};

std::optional<kink_row> kink_of(const std::string& function, const std::string& params) {
  const auto is = [&](const char* name, const char* with = "") { return function == name && params == with; };
  if (is("leaky_relu", "slope=-2")) return kink_row{activation("prelu", {{"slope", -2}}), {{"slope", -2}}};
  if (is("leaky_relu", "slope=0.01")) return kink_row{activation("leaky_relu"), {{"slope", 0.01}}};
  if (is("prelu", "a")) return kink_row{activation("prelu", {{"slope", -2}}), {{"a", -2}}};
  if (is("clamp", "lo=0;hi=6")) return kink_row{formula_subject<clamp(x, 0, 6)>()};
  if (is("hardsigmoid", "1/6")) return kink_row{activation("hard_sigmoid")};
  if (is("elu", "alpha=1")) return kink_row{activation("elu")};
  if (is("elu", "alpha=a")) return kink_row{activation("elu", {{"alpha", 3}}), {{"a", 3}}};
  if (is("selu")) return kink_row{activation("selu"), {{"lambda*alpha", selu_lambda * selu_alpha}}};
  if (is("celu", "alpha=a")) return kink_row{activation("celu", {{"alpha", 3}}), {{"a", 3}}};
  if (is("abs")) return kink_row{formula_subject<abs(x)>()};
  if (is("hardshrink", "lambda") || is("softshrink", "lambda"))
    return kink_row{activation(function, {{"lambda", 0.75}}), {}, {-0.75, 0.75}};
  if (is("threshold", "t;v")) return kink_row{activation("threshold", {{"threshold", 1.5}, {"value", 20}}), {}, {1.5}};
  if (is("softplus", "PyTorch beta=1 thr=20"))
    return kink_row{activation("softplus"), {{"no threshold", 0.99999999793884638180}}};
  if (!params.empty()) return std::nullopt;
  std::optional<subject> f = find_subject(catalogue_name(function, params), {});
  return f ? std::optional(kink_row{*f}) : std::nullopt;
}

/// "0 / 1 (C1)" as two numbers, "slope (negative branch)" as what slope means.
std::vector<double> recommended(const std::string& cell, const std::map<std::string, double>& words) {
  std::vector<double> values;
  for (const std::string& part : split(cell.substr(0, cell.find(" (")), " / ")) {
    const auto word = words.find(part);
    if (word != words.end()) values.push_back(word->second);
    else values.push_back(number_in(part));
  }
  return values;
}

}  // namespace

TEST_CASE("at a kink the derivative is the recommended one") {
  const std::vector<table_row> rows = read_table("kinks.csv");
  row_count count(rows.size());
  for (const table_row& r : rows) {
    const std::string &function = r.at("function"), &params = r.at("params");
    INFO(function << " " << params << ": " << r.at("recommended"));
    if (function == "max(x y)") {  // documented: the derivative is that of the first
      count.visit();
      const subject f = activation("maxout");
      const columns<float> equal(2, std::vector<float>(33, 0.5F));
      const columns<float> all = pass(f.compiled->for_float.value_with_derivatives, equal, {}, 3);
      for (std::size_t i = 0; i != 33; ++i) CHECK((all[0][i] == 0.5F && all[1][i] == 1 && all[2][i] == 0));
      continue;
    }
    const std::optional<kink_row> kink = kink_of(function, params);
    if (!kink) {
      count.miss(function + " " + params);
      continue;
    }
    count.visit();
    std::vector<double> points = kink->points;
    if (points.empty()) {
      for (const std::string& p : split(r.at("x"), " and ")) points.push_back(number_in(p));
    }
    std::vector<double> slopes = recommended(r.at("recommended"), kink->words);
    if (slopes.size() == 1) slopes.assign(points.size(), slopes[0]);
    REQUIRE(slopes.size() == points.size());
    for (std::size_t k = 0; k != points.size(); ++k) {
      check_everywhere<float>(function, kink->f, 1, {points[k]}, slopes[k]);
      check_everywhere<double>(function, kink->f, 1, {points[k]}, slopes[k]);
      if (function == "relu_squared") check_everywhere<float>(function, kink->f, 2, {points[k]}, 0);
    }
    if (function == "prelu") CHECK(backward_pass<float>(*kink->f.compiled, {{0}}, {1}, {-2}).parameters[0] == 0);
  }
  count.finish();
}

TEST_CASE("equal functions have equal derivatives at a kink, however they are written") {
  const auto slope_at_0 = [](const subject& f) { return f.everywhere<double>(1, {0})[0]; };
  CHECK(slope_at_0(formula_subject<max(0, x)>()) == 0);
  CHECK(slope_at_0(formula_subject<where(x > 0, x, 0)>()) == 0);
  CHECK(slope_at_0(formula_subject<where(0 < x, x, 0)>()) == 0);
  CHECK(slope_at_0(formula_subject<min(max(x, 0), 6)>()) == 0);
}

// --- beyond the files ------------------------------------------------------------------------------------------------

TEST_CASE("an exponential far out of range overflows and vanishes whatever the rounding error of its argument") {
  const subject steep = formula_subject<exp(1.5 * x)>(), steep_less_1 = formula_subject<expm1(1.5 * x)>(),
                square = formula_subject<exp(x * x)>(), bell = formula_subject<exp(-(x * x))>(),
                gelu_tanh = activation("gelu_tanh"), quick_gelu = activation("quick_gelu");
  for (const double at : {5.66e6, 8495713.0, 1.2e7, 1.67e7, 1e9, 1e30}) {
    check_everywhere<float>("exp(1.5 x)", steep, 0, {at}, infinity);
    check_everywhere<float>("exp(1.5 x)", steep, 0, {-at}, 0);
    check_everywhere<float>("expm1(1.5 x)", steep_less_1, 0, {at}, infinity);
    check_everywhere<float>("expm1(1.5 x)", steep_less_1, 0, {-at}, -1);
    check_everywhere<float>("quick_gelu", quick_gelu, 0, {-at}, 0);
  }
  for (const double at : {2.9e3, 2910.7, 4942.0, 4.1e4}) {
    check_everywhere<float>("exp(x²)", square, 0, {at}, infinity);
    check_everywhere<float>("exp(-x²)", bell, 0, {at}, 0);
  }
  for (double at = 20; at < 1e6; at *= 1.001) {
    check_everywhere<float>("gelu_tanh", gelu_tanh, 0, {-at}, 0);
    check_everywhere<float>("gelu_tanh", gelu_tanh, 1, {-at}, 0);
  }
  check_everywhere<double>("exp(1.5 x)", steep, 0, {1.7e15}, infinity);
  check_everywhere<double>("exp(1.5 x)", steep, 0, {8.9e15}, infinity);
}

TEST_CASE("a sum that rounds onto a kink is not at it") {
  // x + 3 is 6 in float
  const double below = static_cast<double>(std::nextafter(3.0F, 0.0F));
  check_everywhere<float>("hard_sigmoid", activation("hard_sigmoid"), 1, {below}, 1.0 / 6);
  check_everywhere<float>("hard_sigmoid", activation("hard_sigmoid"), 1, {3}, 0);
  check_everywhere<float>("hard_sigmoid", activation("hard_sigmoid"), 1, {-3}, 0);
  const subject inside = formula_subject<where(clamp(x + 1, 0, 2) < 1.5, x, 3)>();
  const double half = static_cast<double>(std::nextafter(0.5F, 0.0F));
  check_everywhere<float>("where(clamp(x + 1, 0, 2) < 1.5, x, 3)", inside, 0, {half}, half);
  check_everywhere<float>("where(clamp(x + 1, 0, 2) < 1.5, x, 3)", inside, 0, {0.5}, 3);
}

TEST_CASE("a tail times a large number has all its digits") {
  // x · Φ(x) is below the least normal float there
  check_everywhere<float>("geglu", activation("geglu"), 0, {-18.6621838, -2.32769208e38}, 2.1836623810113240e-38);
}

TEST_CASE("a multiple beside its root has its digits far out") {
  const subject ratio = formula_subject<3 * x / sqrt(9 * x * x + 1)>();
  check_everywhere<float>("3x/√(9x² + 1)", ratio, 1, {1e12}, 1 / 9e36);
  for (const double at : {1e20, 1e38}) check_everywhere<float>("3x/√(9x² + 1)", ratio, 1, {at}, 0);
  const subject rest = formula_subject<1 - 3 * x / sqrt(9 * x * x + 4)>();
  for (const double at : {1e4, 1e12, 1e18})
    check_everywhere<float>("1 − 3x/√(9x² + 4)", rest, 0, {at}, 2 / (9 * at * at));
  check_everywhere<float>("1 − 3x/√(9x² + 4)", rest, 0, {infinity}, 0);
  check_everywhere<float>("1 − 3x/√(9x² + 4)", rest, 0, {-infinity}, 2);
  const subject difference = formula_subject<sqrt(square(3 * x) + 1) - abs(3 * x)>();
  for (const double at : {1e20, 1e37, 1e38, 3e38})
    check_everywhere<float>("√(9x² + 1) − |3x|", difference, 0, {at}, 1 / (6 * at));
}

TEST_CASE("a choice that somebody writes is none of those that the rules write") {
  const auto check = [](const char* text, const subject& f, double at, double expected) {
    check_everywhere<float>(text, f, 0, {at}, expected);
    check_everywhere<double>(text, f, 0, {at}, expected);
  };
  const subject line_or_root = formula_subject<0.25 * where(x <= 1, -2 * x, sqrt(x + 1))>();
  for (const double at : {0.0, -1.0, 0.25}) check("0.25·where(x ≤ 1, −2x, √(x + 1))", line_or_root, at, -0.5 * at);
  check("½·where(x < 0, 7/x, x + √(x² + 4))", formula_subject<0.5 * where(x < 0, 7 / x, x + sqrt(x * x + 4))>(), -2,
        -1.75);
  check("½·where(0 < x, 7/x, √(x² + 4) − x)", formula_subject<0.5 * where(0 < x, 7 / x, sqrt(x * x + 4) - x)>(), 2,
        1.75);
  check("x + ½·where(x² < 3, 7/x, √(x² + 1) − 1)",
        formula_subject<x + 0.5 * where(x * x < 3, 7 / x, sqrt(x * x + 1) - 1)>(), 1, 4.5);
}

TEST_CASE("the least number beside its root is no 0/0") {
  const subject f = formula_subject<sqrt(x * x + symbols::param<"b">(0)) - abs(x)>();
  const subject squareplus = activation("squareplus", {{"b", 0}});
  constexpr double least = static_cast<double>(std::numeric_limits<float>::denorm_min());
  for (const double at : {least, -least}) {
    check_everywhere<float>("√(x² + 0) − |x|", f, 0, {at}, 0);
    check_everywhere<float>("squareplus", squareplus, 0, {at}, at < 0 ? 0 : at);
  }
}
