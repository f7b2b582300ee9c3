// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::map<f>(in..., out, bindings...): the ranges mix float and double; pass one element type
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
void call(std::vector<float>& a, std::vector<double>& b) { ogive::map<2 * x>(a, b); }
#else
void call(std::vector<double>& a, std::vector<double>& b) { ogive::map<2 * x>(a, b); }
#endif
