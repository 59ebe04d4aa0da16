def rows_of(request):
    return request["data"]
