match = case = _ = type = 1
match[case], match.case, match(case)
match * 2, match - 1
match in case
print(match, case)
