// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// A stranger's translation unit without exceptions and run-time types, with every warning an error: it uses each door of the
// library once, and its own handler for a wrong call.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

#include <ogive/ogive.hpp>

namespace {

using namespace ogive::symbols;

constexpr auto swish = x * sigmoid(x);
constexpr auto leaky = where(x > 0, x, param<"slope">(0.25) * x);
constexpr auto soft = exp(x - row_max(x)) / row_sum(exp(x - row_max(x)));
static_assert(ogive::verified<swish>);
static_assert(ogive::evaluate<swish>(0.0) == 0.0);
static_assert(ogive::text<derive(leaky)> == std::string_view("where(x > 0, 1, slope)"));

void wrong_call(const char* message) {
  const bool is_the_one = std::string_view(message).find("ogive::map<f>") != std::string_view::npos;
  std::puts(message);
  std::exit(is_the_one ? 0 : 3);
}

}  // namespace

int main() {
  std::vector<float> in{-1, 0, 2}, out(3), slope(3), grad(3);
  const std::array<float, 3> upstream{1, 1, 1};
  ogive::map<swish>(in, out);
  ogive::map_with_derivative<swish>(in, out, slope);
  const auto gradients = ogive::backward<leaky>(in, upstream, grad, param<"slope"> = 0.5f);
  if (gradients[param<"slope">] != -1.0f || grad[0] != 0.5f) return 1;
  ogive::map_rows<soft>(in, out);
  if (out[2] < out[1]) return 1;
  ogive::set_error_handler(&wrong_call);
  std::vector<float> too_short(2);
  ogive::map<swish>(in, too_short);
  return 2;
}
