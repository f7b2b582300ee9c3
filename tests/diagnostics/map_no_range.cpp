// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::map<f>(in..., out, bindings...): pass contiguous ranges of float or double
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
void call(std::vector<int>& a, std::vector<float>& b) { ogive::map<2 * x>(a, b); }
#else
void call(std::vector<float>& a, std::vector<float>& b) { ogive::map<2 * x>(a, b); }
#endif
