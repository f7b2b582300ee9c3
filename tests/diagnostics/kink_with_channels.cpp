// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive: at_kink<policy>(f) in backward_rows, or in backward with a value for each channel: left and right
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
void call(std::vector<float>& a, std::vector<float>& b) {
  ogive::backward<at_kink<right>(ogive::activations::prelu)>(a, a, a, param<"slope"> = b, gradient<"slope"> = b);
}
#else
void call(std::vector<float>& a, std::vector<float>& b) {
  ogive::backward<at_kink<right>(ogive::activations::prelu)>(a, a, a, param<"slope"> = b[0]);
}
#endif
